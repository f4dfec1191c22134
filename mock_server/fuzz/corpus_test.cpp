// The fuzzer's seeds, and some thousand mutations of them, in every build.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>

#include "mock_server/fuzz/fuzz_input.hpp"

namespace conform {
namespace {

std::vector<std::string> seeds() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(CONFORM_SOURCE_DIR) / "mock_server/fuzz/corpus")) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<std::string> texts;
  texts.reserve(files.size());
  for (const auto& file : files) {
    std::ifstream in(file);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

// One to four edits: a byte changed, a piece doubled, removed, or taken from another seed.
std::string mutated(std::string text, const std::vector<std::string>& all,
                    std::mt19937& generator) {
  const auto below = [&generator](std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::size_t>(generator()) % limit;
  };
  for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
    const std::size_t at = below(text.size());
    const std::size_t length = 1 + below(std::min<std::size_t>(64, text.size() - at));
    switch (below(4)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.insert(at, text.substr(at, length));
        break;
      case 2:
        text.erase(at, length);
        break;
      default: {
        const std::string& other = all[below(all.size())];
        text.insert(at, other.substr(below(other.size()), length));
      }
    }
  }
  return text;
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
}  // namespace conform
