#include "mock_server/handling/fixtures.hpp"

#include <future>

#include "mock_server/content/dashboards.hpp"
#include "mock_server/content/help_texts.hpp"
#include "mock_server/mcp/tool.hpp"
#include "mock_server/query/query_engine.hpp"

namespace conform::mock {

// The engine is about half of it, so it is read beside the rest: a mock should start at once.
Fixtures::Fixtures(const std::filesystem::path& fixtures_folder) : folder(fixtures_folder) {
  auto reading = std::async(
      std::launch::async, [this] { return std::make_unique<const QueryEngine>(folder / "data"); });
  toolbox = std::make_unique<const Toolbox>(folder / "tools");
  help_texts = std::make_unique<const HelpTexts>(folder / "docs");
  dashboards = std::make_unique<const Dashboards>(folder / "data/dashboards.json");
  engine = reading.get();
}

Fixtures::~Fixtures() = default;

}  // namespace conform::mock
