#include "mock_server/mcp/tool.hpp"

#include <array>
#include <stdexcept>

#include "mock_server/json_reader.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform {
namespace {

// "The pickModel and pickTopic tools are shared selectors that register once when either Agentic
// capabilities or Single shot query generation is enabled" (MCP settings page).
bool agentic_or_single_shot(const Settings& settings) {
  return settings.agentic || settings.single_shot;
}

bool single_shot(const Settings& settings) { return settings.single_shot; }

constexpr std::array kTools{
    Tool{"pickModel", agentic_or_single_shot, pick_model},
    Tool{"pickTopic", agentic_or_single_shot, pick_topic},
    Tool{"getData", single_shot, get_data},
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
    tools_.push_back({tool, std::move(description), std::move(schema)});
  }
}

Json Toolbox::list(const Settings& settings) const {
  Json list = Json::array();
  for (const Described& described : tools_) {
    if (described.tool.listed(settings)) list.push_back(described.description);
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
