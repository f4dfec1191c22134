# The headers that nearly every source includes are parsed once, not two hundred times: about a quarter of the
# build. Sources still name what they use; CONFORM_PRECOMPILE=OFF proves it.
option(CONFORM_PRECOMPILE "Precompile the common headers" ON)

set(conform_headers
  <algorithm> <array> <chrono> <condition_variable> <cstdint> <expected> <filesystem> <functional> <map>
  <memory> <mutex> <optional> <random> <set> <span> <stdexcept> <stop_token> <string> <string_view>
  <thread> <utility> <variant> <vector> <nlohmann/json.hpp>)

# A precompiled header belongs to the flags that it was made with: one for libraries, one for tests.
function(conform_precompiled name)
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT "// Exists to carry the precompiled header.\n")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE conform_build nlohmann_json::nlohmann_json)
  target_precompile_headers(${name} PRIVATE ${conform_headers})
endfunction()

if(CONFORM_PRECOMPILE)
  conform_precompiled(conform_library_headers)
  if(BUILD_TESTING)
    conform_precompiled(conform_test_headers)
    target_link_libraries(conform_test_headers PRIVATE GTest::gmock)
    target_precompile_headers(conform_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  endif()
endif()

function(conform_precompile target which)
  if(CONFORM_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${which})
  endif()
endfunction()
