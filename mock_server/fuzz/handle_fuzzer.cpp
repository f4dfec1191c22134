// libFuzzer's harness over MockOmni::handle: `cmake --preset fuzz`, then
// build/fuzz/mock_server/handle_fuzzer mock_server/fuzz/corpus -runs=1000000
#include <cstddef>
#include <cstdint>

#include "mock_server/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  conform::mock::FuzzTarget target;
  target.handle({reinterpret_cast<const char*>(data), size});
  return 0;
}
