# Sources that lie beside each other are compiled as one: what a build spends its time on is the headers above them. Each
# is a source of its own still, which CONFORM_UNITY=OFF proves.
option(CONFORM_UNITY "Compile sources that lie beside each other together" ON)

# conform_unity(TARGET MOST SOURCES…): whole folders go into a unit until it has so many sources, so that a new source
# seldom moves others; a larger folder is divided. In a unit no two names may be the same, internal ones neither.
function(conform_unity target most)
  if(NOT CONFORM_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # GCC takes the sources in a unit for headers.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  set(folders)
  foreach(source IN LISTS ARGN)
    cmake_path(GET source PARENT_PATH folder)
    list(APPEND folders "${folder}/")
    list(APPEND "sources_of_${folder}/" ${source})
  endforeach()
  list(REMOVE_DUPLICATES folders)
  list(SORT folders)
  set(filled ${most})
  foreach(folder IN LISTS folders)
    list(LENGTH "sources_of_${folder}" size)
    math(EXPR filled_then "${filled} + ${size}")
    if(filled_then GREATER most)
      set(filled ${most}) # the folder begins a unit
    endif()
    foreach(source IN LISTS "sources_of_${folder}")
      if(filled EQUAL most)
        string(MAKE_C_IDENTIFIER "unit_of_${source}" unit)
        set(filled 0)
      endif()
      set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${unit})
      math(EXPR filled "${filled} + 1")
    endforeach()
  endforeach()
endfunction()
