# The installed program finds the installed fixtures and examples, wherever it is put.
# Run as: cmake -DBUILD=FOLDER -DPREFIX=FOLDER -P install_test.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${PREFIX} ${PREFIX}-moved)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}
                RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE error)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "install failed: ${error}")
endif()
file(RENAME ${PREFIX} ${PREFIX}-moved)

# A profile that only the installed fixtures have shows which ones were read.
file(READ ${PREFIX}-moved/share/omni-conform/fixtures/clients/reference.json profile)
file(WRITE ${PREFIX}-moved/share/omni-conform/fixtures/clients/only_installed.json "${profile}")
execute_process(COMMAND ${PREFIX}-moved/bin/omni-conform list profiles
                RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE error)
if(NOT result EQUAL 0 OR NOT output MATCHES "only_installed")
  message(FATAL_ERROR "the installed program did not read its own fixtures: ${output}${error}")
endif()

# The same for the examples: a line that only the installed one has.
set(example ${PREFIX}-moved/share/omni-conform/examples/go)
file(APPEND ${example}/main.go "// only installed\n")
execute_process(COMMAND ${PREFIX}-moved/bin/omni-conform init go ${PREFIX}-moved/new
                RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE error)
file(GLOB written RELATIVE ${PREFIX}-moved/new ${PREFIX}-moved/new/*)
if(NOT result EQUAL 0 OR NOT written)
  message(FATAL_ERROR "the installed program wrote no example: ${output}${error}")
endif()
foreach(file IN LISTS written)
  file(SHA256 ${example}/${file} there)
  file(SHA256 ${PREFIX}-moved/new/${file} here)
  if(NOT here STREQUAL there)
    message(FATAL_ERROR "${file} is not the installed one")
  endif()
endforeach()
file(REMOVE_RECURSE ${PREFIX}-moved)
