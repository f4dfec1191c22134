# Sources that lie beside each other are compiled as one: what a build spends its time on is the headers above them. Each
# is a source of its own still, which CONFORM_UNITY=OFF proves.
option(CONFORM_UNITY "Compile sources that lie beside each other together" ON)

# conform_unity(TARGET MOST SOURCES…): these, at most so many in a unit. In a unit no two names may be the same, internal
# ones neither.
function(conform_unity target most)
  if(NOT CONFORM_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # GCC takes the sources in a unit for headers.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  set(sources ${ARGN})
  list(SORT sources) # by folder, so that a unit's sources have headers in common
  set(place 0)
  foreach(source IN LISTS sources)
    if(place EQUAL 0)
      string(MAKE_C_IDENTIFIER "unit_of_${source}" unit)
    endif()
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${unit})
    math(EXPR place "(${place} + 1) % ${most}")
  endforeach()
endfunction()
