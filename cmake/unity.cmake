# Sources of one folder compiled as one: what a build spends its time on is the headers above them. Each is a
# source of its own still, which CONFORM_UNITY=OFF proves.
option(CONFORM_UNITY "Compile the sources of a folder together" ON)

# conform_unity(TARGET MOST SOURCES…): these, at most so many of a folder in a unit. In a unit no two names may be the
# same, internal ones neither.
function(conform_unity target most)
  if(NOT CONFORM_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # GCC takes the sources in a unit for headers.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  foreach(source IN LISTS ARGN)
    cmake_path(GET source PARENT_PATH folder)
    list(APPEND folder_${folder} ${source})
    list(LENGTH folder_${folder} place)
    math(EXPR number "(${place} - 1) / ${most} + 1")
    string(MAKE_C_IDENTIFIER "unit_${folder}_${number}" unit)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${unit})
  endforeach()
endfunction()
