#include "mock_server/mcp/tool.hpp"

#include <stdexcept>

#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

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

}  // namespace conform::mock
