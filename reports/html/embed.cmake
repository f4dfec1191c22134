# cmake -DFOLDER=reports -DELEMENTS=element.js -DCHART=chart.min.js -DOUTPUT=html_assets.cpp -P embed.cmake: the files of the
# HTML pages as a C++ source.
# The parts of a program are joined in the order of their names, in one function so that nothing is global.
cmake_minimum_required(VERSION 3.25)

function(join_parts into)
  set(joined "\"use strict\";\n(() => {\n")
  foreach(part ${ARGN})
    file(READ ${part} text)
    string(REGEX REPLACE "(^|\n)export " "\\1" text "${text}") # one part is a module of the console as well
    string(APPEND joined "${text}\n")
  endforeach()
  string(APPEND joined "})();\n")
  set(${into} "${joined}" PARENT_SCOPE)
endfunction()

file(GLOB shared ${FOLDER}/html/1_*.js)
list(PREPEND shared ${ELEMENTS})
file(GLOB report ${FOLDER}/html/[2-9]_*.js)
file(GLOB plots ${FOLDER}/plots/[1-8]_*.js)
join_parts(script ${shared} ${plots} ${report})
join_parts(bench_script ${shared} ${plots} ${FOLDER}/plots/9_main.js)
file(READ ${FOLDER}/html/report.html page)
file(READ ${FOLDER}/html/report.css style)
file(READ ${CHART} chart_library)

set(source "#include \"reports/html_assets.hpp\"\n\nnamespace conform::reports::html_assets {\n\n")
foreach(name page style script bench_script chart_library)
  string(FIND "${${name}}" ")asset\"" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "${FOLDER}: )asset\" may not occur in the ${name}")
  endif()
  string(APPEND source "const std::string_view ${name} = R\"asset(${${name}})asset\";\n\n")
endforeach()
string(APPEND source "}  // namespace conform::reports::html_assets\n")
file(WRITE ${OUTPUT} "${source}")
