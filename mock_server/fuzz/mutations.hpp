// A fuzzer's seeds, and mutations of them that are the same every time, for the tests that run them
// in every build.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace conform::mock {

inline std::vector<std::string> seeds_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<std::string> texts;
  texts.reserve(files.size());
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

// One to four edits: a byte changed, a piece doubled, removed, or taken from another seed.
inline std::string mutated(std::string text, const std::vector<std::string>& all,
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

}  // namespace conform::mock
