// Short help articles (fixtures/docs/*.md) that can be searched by their words. Built once;
// thread-safe.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/query/sqlite.hpp"

namespace conform::mock {

struct Citation {
  std::string title;
  std::string url;
};

struct HelpAnswer {
  std::string text;
  std::vector<Citation> sources;  // best first; empty when nothing fits
};

class HelpTexts {
 public:
  // An article begins with "title: …" and "url: …"; each "## Heading" begins a passage. Throws
  // std::runtime_error naming the file.
  explicit HelpTexts(const std::filesystem::path& folder);

  // The passage that fits best, and the articles that say more.
  HelpAnswer search(std::string_view question) const;

  std::size_t passages() const { return passages_; }

 private:
  void add(const std::filesystem::path& file);

  Database database_;
  std::size_t passages_ = 0;
  mutable std::mutex mutex_;  // one thread at a time a connection; a search takes microseconds
};

}  // namespace conform::mock
