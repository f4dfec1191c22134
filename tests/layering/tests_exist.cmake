# Every test that is written is built and known to ctest: a file that is missing from a CMakeLists.txt, or a
# folder whose tests were not built, would else be green by silence.
# Run as: cmake -DROOT=FOLDER -DBUILD=FOLDER -DCTEST=PROGRAM -P tests_exist.cmake
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND ${CTEST} --test-dir ${BUILD} -N
                RESULT_VARIABLE result OUTPUT_VARIABLE listed ERROR_VARIABLE error)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "ctest -N failed: ${error}")
endif()

set(errors "")
if(listed MATCHES "[^ ]*_NOT_BUILT")
  string(APPEND errors "not built: ${CMAKE_MATCH_0}\n")
endif()
set(count 0)
foreach(folder foundation record mock_server suites clients verify bench reports runner tests)
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/${folder}/*_test.cpp)
  set(in_folder 0)
  foreach(file IN LISTS files)
    # A test's name may stand on the line after TEST( where the formatter broke it.
    file(READ ${ROOT}/${file} text)
    string(REGEX MATCHALL "\nTEST(_F|_P)?\\([A-Za-z0-9_]+,[ \n]*[A-Za-z0-9_]+\\)" tests "${text}")
    if(NOT tests)
      string(APPEND errors "${file}: no test in it\n")
    endif()
    foreach(test IN LISTS tests)
      string(REGEX REPLACE ".*\\(([A-Za-z0-9_]+),[ \n]*([A-Za-z0-9_]+)\\)" "\\1.\\2" name "${test}")
      # Parameterized tests are listed as PREFIX/SUITE.NAME/NUMBER.
      if(NOT listed MATCHES "[ /]${name}[/\n]")
        string(APPEND errors "${file}: ctest does not know ${name}\n")
      endif()
      math(EXPR in_folder "${in_folder} + 1")
    endforeach()
  endforeach()
  if(in_folder EQUAL 0)
    string(APPEND errors "${folder}: no tests at all\n")
  endif()
  math(EXPR count "${count} + ${in_folder}")
endforeach()
if(errors)
  message(FATAL_ERROR "tests are missing:\n${errors}")
endif()
message(STATUS "tests: all ${count} are known to ctest")
