// Tools: how they are described, how they fail, and whose data they show.
#include <fmt/format.h>

#include <set>
#include <utility>

#include "foundation/json/json_member.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {
namespace {

constexpr const char* kQueryTool = "getData";
constexpr const char* kPrompt = "How many orders were there?";

Json listed(ServerUnderTest& server) {
  const Json answer = server.call("tools/list", Json::object());
  return answer.is_object() && answer.contains("result") ? answer["result"].value("tools", Json())
                                                         : Json();
}

RpcExchange call_tool(ServerUnderTest& server, const std::string& name, const Json& arguments) {
  return server.ask("tools/call", {{"name", name}, {"arguments", arguments}});
}

Judgement lists_good_tools(ServerUnderTest& server) {
  const Json tools = listed(server);
  if (!tools.is_array() || tools.empty()) return wrong("tools is " + tools.dump().substr(0, 160));
  std::set<std::string> names;
  for (const Json& tool : tools) {
    const std::string name = text_member(tool, "name");
    constexpr const char* kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    if (name.empty() || name.size() > 128 || name.find_first_not_of(kAllowed) != std::string::npos)
      return wrong(fmt::format("a tool is called \"{}\"", name));
    if (!names.insert(name).second) return wrong(fmt::format("two tools are called {}", name));
    if (text_member(tool.value("inputSchema", Json()), "type") != "object")
      return wrong(fmt::format("the inputSchema of {} is no object's", name));
  }
  return {};
}

Judgement unknown_tool_is_an_error(ServerUnderTest& server) {
  const RpcExchange asked = call_tool(server, "no_such_tool", Json::object());
  if (!asked.answer.is_object()) return wrong("no JSON-RPC answer");
  return unless(!is_served(asked), "the call succeeded");
}

// Arguments that fit the schema and mean nothing, for a tool that needs texts only; else null.
Json nonsense_for(const Json& tool) {
  if (tool.value("/annotations/readOnlyHint"_json_pointer, false) != true) return {};
  const Json schema = tool.value("inputSchema", Json::object());
  const Json properties = schema.value("properties", Json::object());
  Json arguments;
  for (const Json& name : schema.value("required", Json::array())) {
    const Json property = properties.value(name.get<std::string>(), Json::object());
    if (text_member(property, "type") != "string") return {};
    arguments[name.get<std::string>()] = "no-such-thing";
  }
  return arguments;
}

// Only with tools that say that they change nothing.
Judgement tool_error_is_an_answer(ServerUnderTest& server) {
  const Json tools = listed(server);
  if (!tools.is_array()) return cannot("it lists no tools");
  for (const Json& tool : tools) {
    const Json arguments = nonsense_for(tool);
    if (arguments.is_null()) continue;
    const RpcExchange asked = call_tool(server, text_member(tool, "name"), arguments);
    if (is_served(asked)) continue;
    return unless(asked.answer.is_object() && asked.response.status < 500, asked.response);
  }
  return cannot("no tool that changes nothing fails with texts that mean nothing");
}

// A question that the bearer may ask: nothing else that is refused would prove anything.
bool may_query(ServerUnderTest& server) {
  return is_served(call_tool(server, kQueryTool, {{"prompt", kPrompt}}));
}

Judgement viewer_cannot_query(ServerUnderTest& server) {
  if (!may_query(server)) return cannot("nobody may query");
  VerifyOptions options = server.options();
  options.bearer = options.viewer_bearer;
  options.oauth = false;
  ServerUnderTest viewer(std::move(options));
  if (!listed(viewer).is_array()) return cannot("the Viewer is not let in");
  const RpcExchange asked = call_tool(viewer, kQueryTool, {{"prompt", kPrompt}});
  return unless(!is_served(asked), asked.response);
}

Judgement foreign_model_is_refused(ServerUnderTest& server) {
  if (!may_query(server)) return cannot("nobody may query");
  const RpcExchange asked = call_tool(
      server, kQueryTool, {{"prompt", kPrompt}, {"modelId", server.options().foreign_model}});
  return unless(!is_served(asked), asked.response);
}

}  // namespace

std::vector<ServerCheck> tool_checks() {
  return {
      {"lists-good-tools", "MCP tools", "tools have names and input schemas", Needs::kBearer,
       lists_good_tools},
      {"unknown-tool-is-an-error", "MCP tools, error handling", "an unknown tool is an error",
       Needs::kBearer, unknown_tool_is_an_error},
      {"tool-error-is-an-answer", "MCP tools, error handling",
       "the error of a tool is a JSON-RPC answer, not a failure of HTTP", Needs::kBearer,
       tool_error_is_an_answer},
      {"viewer-cannot-query", "Omni, permissions of an MCP OAuth PAT",
       "who may not query in the application may not by MCP", Needs::kViewer, viewer_cannot_query},
      {"foreign-model-is-refused", "Omni, one organization a grant",
       "the model of another organization is not there", Needs::kForeignModel,
       foreign_model_is_refused},
  };
}

}  // namespace conform::verify::checking
