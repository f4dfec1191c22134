# Who may include whom: a folder may include itself and those to its left, never to its right. And the name of a
# type stands in one header: with two, the linker gives both the functions of one, and nobody is told.
# Run as: cmake -DROOT=FOLDER -P layering.cmake
cmake_minimum_required(VERSION 3.25)  # without it IN_LIST is no operator

set(folders mock_server suites clients bench reports runner)

# Headers that stay in few files: they are slow to compile, or they tie us to one library.
# header regex | files that may include it (regex on the path below ROOT)
set(confined
  "^nlohmann/|^mock_server/json\\.hpp$"
  "^CLI/|^runner/(main\\.cpp|(wire_commands|cli_options)\\.hpp)$"
  "^httplib\\.h$|^(mock_server/http/|clients/|bench/)"
  "^sqlite3\\.h$|^mock_server/query/"
  "^pugixml\\.hpp$|^reports/|^runner/.*_test\\.cpp$"
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
