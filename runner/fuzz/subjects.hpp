// What reads texts of strangers, each as one function that takes any bytes. It may refuse them in
// the way it promises; whatever else it does wrong (another exception, a result that contradicts
// itself) aborts, which a fuzzer and a test see alike.
#pragma once

#include <string_view>
#include <vector>

namespace conform::runner {

struct FuzzSubject {
  std::string_view name;  // also of the folder with its seeds, runner/fuzz/corpus/NAME
  void (*take)(std::string_view bytes);
};

const std::vector<FuzzSubject>& fuzz_subjects();
const FuzzSubject* find_fuzz_subject(std::string_view name);  // or nullptr

}  // namespace conform::runner
