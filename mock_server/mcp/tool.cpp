#include "mock_server/mcp/tool.hpp"

#include <array>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

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

// valijson reads unordered JSON only.
nlohmann::json unordered(const Json& json) { return nlohmann::json::parse(json.dump()); }

std::shared_ptr<const valijson::Schema> compiled(const Json& schema, const std::string& file) {
  auto result = std::make_shared<valijson::Schema>();
  try {
    const nlohmann::json plain = unordered(schema);
    const valijson::adapters::NlohmannJsonAdapter adapter(plain);
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, *result);
  } catch (const std::exception& error) {
    throw std::runtime_error(file + ": /inputSchema is no JSON Schema of draft 7: " + error.what());
  }
  return result;
}

// valijson's context, "<root>", "[\"a\"]", "[0]", as a JSON pointer (RFC 6901).
std::string pointer_from(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& step : context) {
    if (step.size() < 2 || !step.starts_with('[')) continue;
    std::string name = step.substr(1, step.size() - 2);
    if (name.size() >= 2 && name.starts_with('"')) name = name.substr(1, name.size() - 2);
    pointer += '/';
    for (const char c : name) {
      pointer += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    }
  }
  return pointer;
}

// Only says that a part of the value is wrong, which the part's own problem says better.
bool is_echo(const std::string& description) {
  return description.starts_with("Failed to validate against schema associated with") ||
         description.starts_with("Failed to validate item #");
}

// One problem with its place: "/prompt: …", or "arguments: …" for the whole.
std::string problem_text(const valijson::ValidationResults::Error& error) {
  std::string pointer = pointer_from(error.context);
  std::string_view description = error.description;
  constexpr std::string_view kUnknown = "'additionalProperties' constraints: '";
  if (const std::size_t at = description.find(kUnknown); at != std::string_view::npos) {
    description.remove_prefix(at + kUnknown.size());
    pointer += '/' + std::string(description.substr(0, description.rfind('\'')));
    description = "There is no such argument.";
  }
  return (pointer.empty() ? std::string("arguments") : pointer) + ": " + std::string(description);
}

}  // namespace

Toolbox::Toolbox(const std::filesystem::path& folder) {
  for (const Tool& tool : kTools) {
    const std::filesystem::path file = folder / (std::string(tool.name) + ".json");
    Json description = read_json_file(file);
    const JsonReader json(description, file.string());
    json.only({"name", "title", "description", "inputSchema", "outputSchema", "annotations"});
    if (json.at("name").text() != tool.name) json.at("name").fail("must be the file's name");
    auto schema = compiled(json.at("inputSchema").json(), file.string());
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

std::string Toolbox::problems(std::string_view tool, const Json& arguments) const {
  for (const Described& described : tools_) {
    if (described.tool.name != tool) continue;
    const nlohmann::json plain = unordered(arguments);
    valijson::ValidationResults results;
    valijson::Validator(valijson::Validator::kStrongTypes)
        .validate(*described.schema, valijson::adapters::NlohmannJsonAdapter(plain), &results);
    std::string text;
    for (const auto& error : results) {
      if (is_echo(error.description)) continue;
      text += (text.empty() ? "" : "; ") + problem_text(error);
    }
    return text;
  }
  return "there is no tool " + std::string(tool);
}

}  // namespace conform
