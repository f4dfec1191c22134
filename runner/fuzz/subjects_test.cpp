// The seeds of every subject, and some thousand mutations of them, in every build.
#include "runner/fuzz/subjects.hpp"

#include <gtest/gtest.h>

#include "mock_server/fuzz/mutations.hpp"

namespace conform::runner {

using mock::mutated;
using mock::seeds_in;

namespace {

class FuzzSubjects : public testing::TestWithParam<FuzzSubject> {
 protected:
  static std::vector<std::string> seeds() {
    const std::filesystem::path corpus =
        std::filesystem::path(CONFORM_SOURCE_DIR) / "runner/fuzz/corpus";
    return seeds_in(corpus / GetParam().name);
  }
};

TEST_P(FuzzSubjects, SurviveTheirSeedsAndMutationsOfThem) {
  constexpr int kMutations = 3000;
  const std::vector<std::string> all = seeds();
  ASSERT_GE(all.size(), 4U);
  for (const std::string& seed : all) GetParam().take(seed);
  std::mt19937 generator(1);
  for (int i = 0; i < kMutations; ++i) {
    GetParam().take(mutated(all[generator() % all.size()], all, generator));
  }
}

TEST_P(FuzzSubjects, SurviveWhatIsCutOff) {
  for (const std::string& seed : seeds()) {
    const std::size_t step = 1 + seed.size() / 200;
    for (std::size_t size = 0; size < seed.size(); size += step) {
      GetParam().take(std::string_view(seed).substr(0, size));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, FuzzSubjects, testing::ValuesIn(fuzz_subjects()),
                         [](const auto& subject) { return std::string(subject.param.name); });

}  // namespace
}  // namespace conform::runner
