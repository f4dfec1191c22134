// libFuzzer's harness over one subject, which is named at compile time:
// build/fuzz/runner/NAME_fuzzer runner/fuzz/corpus/NAME -runs=1000000
#include <cstddef>
#include <cstdint>

#include "runner/fuzz/subjects.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const conform::runner::FuzzSubject* const subject =
      conform::runner::find_fuzz_subject(CONFORM_FUZZ_SUBJECT);
  subject->take({reinterpret_cast<const char*>(data), size});
  return 0;
}
