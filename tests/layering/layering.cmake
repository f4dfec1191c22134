# Who may include whom: a folder may include itself and those to its left, never to its right. And the name of a
# type stands in one header: with two, the linker gives both the functions of one, and nobody is told. A house that has a
# namespace of its own stays in it.
# Run as: cmake -DROOT=FOLDER -P layering.cmake
cmake_minimum_required(VERSION 3.25)  # without it IN_LIST is no operator

set(folders foundation record mock_server suites clients verify bench reports runner tests)

# The namespaces of houses, inside `conform`. What is not named here stays in `conform` itself: foundation is the
# vocabulary of all houses, record and suites are what they talk about, and tests only look at the others.
set(namespace_mock_server mock)
set(namespace_clients clients)
set(namespace_verify verify)
set(namespace_bench bench)
set(namespace_reports reports)
set(namespace_runner runner)

# Inside a house likewise: its rooms from the lowest to the highest; "." is what stands in the house itself. Rooms that
# do not know each other stand in any order. Tests, and what is made for them, may look everywhere in their house.
set(rooms_foundation files text time mcp json http web)
set(rooms_record redact .)
set(rooms_mock_server omni query content world state handling instance oauth mcp mcp/tools faults rest . control serving fuzz)
set(rooms_suites . words invariants scenarios)
set(rooms_clients . http process profile programs/stand_ins browser captures packages protocol programs scripted/oauth scripted)
set(rooms_verify .)
set(rooms_bench load figures peers measure micro)
set(rooms_reports . formats golden)
set(rooms_runner program plays choice results proof commands/bench commands commands/wire fuzz command_line .)
set(rooms_tests whole)

# The room of a file as the lists above name it; a family of scenarios is no room of its own.
function(room_of result file folder)
  string(REGEX REPLACE "/[^/]*$" "" room "${file}")
  string(REGEX REPLACE "^${folder}/?" "" room "${room}")
  string(REGEX REPLACE "^scenarios/.*" "scenarios" room "${room}")
  if(room STREQUAL "")
    set(room ".")
  endif()
  set(${result} "${room}" PARENT_SCOPE)
endfunction()

# Headers that stay in few files: they are slow to compile, or they tie us to one library.
# header regex | files that may include it (regex on the path below ROOT)
set(confined
  "^nlohmann/|^foundation/json/json\\.hpp$"
  "^CLI/|^runner/command_line/"
  "^httplib\\.h$|^(mock_server/serving/.*_test\\.cpp|bench/)"
  "^sqlite3\\.h$|^mock_server/query/"
  "^pugixml\\.hpp$|^reports/|^(runner|tests)/.*_test\\.cpp$"
)

set(errors "")
set(seen 0)
set(types "")
foreach(folder IN LISTS folders)
  list(FIND folders ${folder} place)
  math(EXPR count "${place} + 1")
  list(SUBLIST folders 0 ${count} allowed)
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/${folder}/*.cpp ${ROOT}/${folder}/*.hpp)
  foreach(file IN LISTS files)
    math(EXPR seen "${seen} + 1")
    room_of(own "${file}" ${folder})
    if(NOT own IN_LIST rooms_${folder})
      string(APPEND errors "${file}: ${own} is no room of ${folder} that rooms_${folder} names\n")
    endif()
    # Another namespace may be opened as well: for a declaration, or to specialize a template.
    if(DEFINED namespace_${folder})
      file(STRINGS ${ROOT}/${file} opened REGEX "^namespace conform[A-Za-z_:]* {")
      if(opened AND NOT opened MATCHES "namespace conform::${namespace_${folder}}(::| )")
        string(APPEND errors "${file}: opens no namespace conform::${namespace_${folder}}\n")
      endif()
    endif()
    if(file MATCHES "\\.hpp$")
      file(STRINGS ${ROOT}/${file} lines REGEX "^(struct|class|enum class) [A-Za-z0-9_]+[^;]*({|$)")
      foreach(line IN LISTS lines)
        if(NOT line MATCHES "^(struct|class|enum class) ([A-Za-z0-9_]+)")
          continue()
        endif()
        set(type "${CMAKE_MATCH_2}")
        if(type IN_LIST types)
          string(APPEND errors "${file}: ${type} is a type of ${home_of_${type}} already\n")
        else()
          list(APPEND types ${type})
          set(home_of_${type} ${file})
        endif()
      endforeach()
    endif()
    # Only whole include lines are read, so that no bracket or semicolon of the code is taken for CMake's.
    file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
    foreach(line IN LISTS lines)
      if(line MATCHES "include[ \t]*\"([^\"]+)\"")
        set(included "${CMAKE_MATCH_1}")
        string(REGEX REPLACE "/.*" "" target "${included}")
        if(NOT target IN_LIST folders)
          string(APPEND errors "${file}: \"${included}\" is not given from the root\n")
        elseif(NOT target IN_LIST allowed)
          string(APPEND errors "${file}: ${folder} must not include ${target} (${included})\n")
        elseif(NOT EXISTS ${ROOT}/${included})
          string(APPEND errors "${file}: there is no ${included}\n")
        elseif(target STREQUAL folder AND NOT file MATCHES "(_test\\.cpp|_fixture\\.hpp)$")
          room_of(own "${file}" ${folder})
          room_of(other "${included}" ${folder})
          list(FIND rooms_${folder} "${own}" own_place)
          list(FIND rooms_${folder} "${other}" other_place)
          if(own_place LESS other_place)
            string(APPEND errors "${file}: ${folder}/${own} must not include ${folder}/${other} (${included})\n")
          endif()
        endif()
      elseif(line MATCHES "include[ \t]*<([^>]+)>")
        set(included "${CMAKE_MATCH_1}")
        foreach(rule IN LISTS confined)
          string(FIND "${rule}" "|" bar)
          string(SUBSTRING "${rule}" 0 ${bar} header)
          math(EXPR after "${bar} + 1")
          string(SUBSTRING "${rule}" ${after} -1 where)
          if(included MATCHES "${header}" AND NOT file MATCHES "${where}")
            string(APPEND errors "${file}: <${included}> belongs to ${where} only\n")
          endif()
        endforeach()
      endif()
    endforeach()
  endforeach()
endforeach()

if(seen EQUAL 0)
  message(FATAL_ERROR "no source below ${ROOT}")
endif()
if(errors)
  message(FATAL_ERROR "layering is broken:\n${errors}")
endif()
message(STATUS "layering: ${seen} files keep to the order")
