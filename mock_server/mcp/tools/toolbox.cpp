#include <array>

#include "foundation/json/json_reader.hpp"
#include "mock_server/mcp/tool.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {
namespace {

// "The pickModel and pickTopic tools are shared selectors that register once when either Agentic
// capabilities or Single shot query generation is enabled" (MCP settings page).
bool agentic_or_single_shot(const Settings& settings) {
  return settings.agentic || settings.single_shot;
}

bool agentic(const Settings& settings) { return settings.agentic; }
bool single_shot(const Settings& settings) { return settings.single_shot; }
bool docs_search(const Settings& settings) { return settings.docs_search; }
bool content_access(const Settings& settings) { return settings.content_access; }

constexpr std::array kTools{
    Tool{"pickModel", agentic_or_single_shot, pick_model},
    Tool{"pickTopic", agentic_or_single_shot, pick_topic},
    Tool{"getData", single_shot, get_data},
    Tool{"runQuery", single_shot, run_query},
    Tool{"askOmni", agentic, ask_omni},
    Tool{"checkStatus", agentic, check_status},
    Tool{"listBranches", agentic, list_branches},
    Tool{"searchOmniDocs", docs_search, search_omni_docs},
    Tool{"searchDashboards", content_access, search_dashboards},
    Tool{"listDashboardQueries", content_access, list_dashboard_queries},
    Tool{"runSavedQuery", content_access, run_saved_query},
};

}  // namespace

Toolbox::Toolbox(const std::filesystem::path& folder) {
  for (const Tool& tool : kTools) {
    const std::filesystem::path file = folder / (std::string(tool.name) + ".json");
    Json description = read_json_file(file);
    const JsonReader json(description, file.string());
    json.only({"name", "title", "description", "inputSchema", "outputSchema", "annotations"});
    if (json.at("name").text() != tool.name) json.at("name").fail("must be the file's name");
    JsonSchema schema(json.at("inputSchema").json(), file.string() + ": /inputSchema");
    std::string text = description.dump();
    tools_.push_back({tool, std::move(description), std::move(text), std::move(schema)});
  }
}

}  // namespace conform::mock
