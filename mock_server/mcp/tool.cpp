#include "mock_server/mcp/tool.hpp"

#include <array>
#include <stdexcept>

#include "mock_server/json_reader.hpp"
#include "mock_server/mcp/tools/tools.hpp"
#include "mock_server/refusal.hpp"

namespace conform {
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

// These become "403 …"; everything else that a tool refuses is an error of that call.
bool is_forbidden(std::string_view refusal_id) {
  return refusal_id == "viewer_cannot_query" || refusal_id == "feature_off";
}

ToolResult error_result(std::string_view refusal_id, std::string text) {
  ToolResult result;
  result.text = std::move(text);
  result.is_error = true;
  result.refusal_id = refusal(refusal_id).id;
  if (is_forbidden(refusal_id)) result.refusal = result.text;
  return result;
}

}  // namespace

ToolError::ToolError(std::string_view refusal_id, std::initializer_list<std::string_view> values)
    : std::runtime_error(refusal_text(refusal_id, values)), id_(refusal_id) {}

ToolResult run(const Tool& tool, const ToolCall& call) {
  try {
    return tool.call(call);
  } catch (const ToolError& error) {
    return error_result(error.id(), error.what());
  } catch (const QueryError& error) {
    return error_result("query_not_possible", error.what());
  }
}

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

std::vector<const Toolbox::Described*> Toolbox::list(const Settings& settings) const {
  std::vector<const Described*> list;
  for (const Described& described : tools_) {
    if (described.tool.listed(settings)) list.push_back(&described);
  }
  return list;
}

const Tool* Toolbox::find(std::string_view name, const Settings& settings) const {
  for (const Described& described : tools_) {
    if (described.tool.name == name && described.tool.listed(settings)) return &described.tool;
  }
  return nullptr;
}

const Json* Toolbox::description(std::string_view tool) const {
  for (const Described& described : tools_) {
    if (described.tool.name == tool) return &described.description;
  }
  return nullptr;
}

std::string Toolbox::problems(std::string_view tool, const Json& arguments) const {
  for (const Described& described : tools_) {
    if (described.tool.name == tool) return described.input_schema.problems(arguments, "arguments");
  }
  return "there is no tool " + std::string(tool);
}

}  // namespace conform
