// What every mock of a process can share.
#pragma once

#include <filesystem>
#include <memory>

namespace conform::mock {

class Dashboards;
class HelpTexts;
class QueryEngine;
class Toolbox;

// It never changes; reading it again for each play would be slow.
struct Fixtures {
  explicit Fixtures(const std::filesystem::path& folder);  // fixtures/
  ~Fixtures();
  std::filesystem::path folder;
  std::unique_ptr<const QueryEngine> engine;
  std::unique_ptr<const Toolbox> toolbox;
  std::unique_ptr<const HelpTexts> help_texts;
  std::unique_ptr<const Dashboards> dashboards;
};

}  // namespace conform::mock
