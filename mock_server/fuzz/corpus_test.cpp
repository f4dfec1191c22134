// The fuzzer's seeds, and some thousand mutations of them, in every build.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "mock_server/fuzz/fuzz_input.hpp"
#include "mock_server/fuzz/mutations.hpp"

namespace conform::mock {
namespace {

std::vector<std::string> seeds() {
  return seeds_in(std::filesystem::path(CONFORM_SOURCE_DIR) / "mock_server/fuzz/corpus");
}

// What the good seeds are for: without valid credentials the mutations would all end at a 401.
TEST(FuzzCorpus, SeedsReachWhatLiesBehindTheCredentials) {
  std::size_t fine = 0;
  for (const std::string& seed : seeds()) {
    FuzzTarget target;
    target.handle(seed);
    const auto exchanges = target.mock->transcript().exchanges();
    fine += static_cast<std::size_t>(std::ranges::any_of(exchanges, [](const Exchange& exchange) {
      return exchange.response.status < 400 && exchange.fact("refusal").empty();
    }));
  }
  EXPECT_GE(fine, 15U);
}

TEST(FuzzCorpus, MutationsOfTheSeedsAreSurvived) {
  constexpr int kMutations = 3000;
  const std::vector<std::string> all = seeds();
  ASSERT_GE(all.size(), 20U);
  std::mt19937 generator(1);
  for (int i = 0; i < kMutations; ++i) {
    FuzzTarget target;
    target.handle(mutated(all[generator() % all.size()], all, generator));
  }
}

}  // namespace
}  // namespace conform::mock
