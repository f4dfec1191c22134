#include "mock_server/mcp/rpc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "mock_server/digest.hpp"
#include "mock_server/http/json_response.hpp"
#include "mock_server/mcp/revision.hpp"
#include "mock_server/mcp/tool.hpp"
#include "mock_server/refusal.hpp"

namespace conform {
namespace {

RpcAnswer initialize(const RpcCall& call) {
  const Json asked = member(call.params, "protocolVersion");
  if (!asked.is_string()) {
    return {rpc_error(call.id, kInvalidParams, "params.protocolVersion must be a string"), {}};
  }
  const std::string version = asked.get<std::string>();
  const bool agreed = is_supported_revision(version) || call.context.has(Defect::kAnyVersionAgreed);
  const Json result{{"protocolVersion", agreed ? version : std::string(kNewestRevision)},
                    {"capabilities", {{"tools", {{"listChanged", false}}}}},
                    {"serverInfo", server_info()},
                    {"instructions", instructions()}};
  return {rpc_result(call.id, result), {}};
}

RpcAnswer ping(const RpcCall& call) { return {rpc_result(call.id, Json::object()), {}}; }

Json tool_result(ToolResult result) {
  Json json{{"content", Json::array({{{"type", "text"}, {"text", std::move(result.text)}}})}};
  if (!result.structured.is_null()) json["structuredContent"] = std::move(result.structured);
  if (result.is_error) json["isError"] = true;
  return json;
}

// Cursors are opaque to clients; base64 keeps them from reading a number and counting on.
std::string cursor_of(std::size_t first) { return base64(fmt::format("tools/{}", first)); }

std::optional<std::size_t> first_on_page(const Json& cursor) {
  if (cursor.is_null()) return 0;
  if (!cursor.is_string()) return std::nullopt;
  const std::string text = base64_decode(cursor.get<std::string>()).value_or("");
  std::size_t first = 0;
  constexpr std::string_view kHead = "tools/";
  if (!text.starts_with(kHead)) return std::nullopt;
  const auto [end, error] =
      std::from_chars(text.data() + kHead.size(), text.data() + text.size(), first);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return first;
}

struct Method {
  std::string_view name;
  RpcAnswer (*answer)(const RpcCall&);
};

constexpr std::array kMethods{
    Method{"initialize", initialize},
    Method{"ping", ping},
    Method{"tools/list", list_tools},
    Method{"tools/call", call_tool},
};

}  // namespace

Json rpc_result(const Json& id, Json result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Json rpc_error(const Json& id, int code, std::string_view message, Json data) {
  Json error{{"code", code}, {"message", message}};
  if (!data.is_null()) error["data"] = std::move(data);
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(error)}};
}

Json server_info() {
  return {{"name", "omni-mcp-mock"}, {"title", "Omni (mock)"}, {"version", "0.1.0"}};
}

std::string_view instructions() {
  return "Pick a model with pickModel, a topic with pickTopic, then ask getData in plain words. "
         "askOmni answers larger questions as a job: poll it with checkStatus.";
}

Json member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? Json() : *found;
}

RpcAnswer list_tools(const RpcCall& call) {
  const Organization& organization = *call.context.world.organization(call.principal.organization);
  Json tools = call.context.fixtures.toolbox->list(organization.settings);
  const std::optional<int>& per_page = call.context.world.mcp.tools_per_page;
  if (!per_page) return {rpc_result(call.id, {{"tools", std::move(tools)}}), {}};
  const auto first = first_on_page(member(call.params, "cursor"));
  if (!first || *first >= tools.size()) {
    call.context.facts["refusal"] = "bad_cursor";
    return {rpc_error(call.id, kInvalidParams, refusal("bad_cursor").text), {}};
  }
  const std::size_t end = std::min(*first + static_cast<std::size_t>(*per_page), tools.size());
  Json page = Json::array();
  for (std::size_t at = *first; at < end; ++at) page.push_back(std::move(tools[at]));
  Json result{{"tools", std::move(page)}};
  if (end < tools.size()) result["nextCursor"] = cursor_of(end);
  return {rpc_result(call.id, std::move(result)), {}};
}

RpcAnswer call_tool(const RpcCall& call) {
  Context& context = call.context;
  const Organization& organization = *context.world.organization(call.principal.organization);
  const Json name = member(call.params, "name");
  if (!name.is_string()) {
    return {rpc_error(call.id, kInvalidParams, "params.name must be a string"), {}};
  }
  const Toolbox& toolbox = *context.fixtures.toolbox;
  const Tool* tool = toolbox.find(name.get<std::string>(), organization.settings);
  if (tool == nullptr && context.has(Defect::kUnknownTools)) {
    return {rpc_result(call.id, tool_result({})), {}};
  }
  if (tool == nullptr) {
    context.facts["refusal"] = "unknown_tool";
    return {rpc_error(call.id, kInvalidParams, "Unknown tool: " + name.get<std::string>()), {}};
  }
  Json arguments = member(call.params, "arguments");
  if (arguments.is_null()) arguments = Json::object();
  if (const std::string problems = toolbox.problems(tool->name, arguments); !problems.empty()) {
    if (argument_errors_are_results(call.revision)) {
      return {rpc_result(call.id, tool_result({problems, Json(), true, "", ""})), {}};
    }
    return {rpc_error(call.id, kInvalidParams, problems), {}};
  }
  ToolResult result = run(*tool, {.world = context.world,
                                  .organization = organization,
                                  .principal = call.principal,
                                  .engine = *context.fixtures.engine,
                                  .help_texts = *context.fixtures.help_texts,
                                  .dashboards = *context.fixtures.dashboards,
                                  .jobs = context.state.jobs(),
                                  .origin = context.origin(organization.id),
                                  .headers = context.request.headers,
                                  .now = context.clock.now(),
                                  .arguments = std::move(arguments)});
  if (!result.refusal_id.empty()) context.facts["refusal"] = result.refusal_id;
  if (result.is_error && context.has(Defect::kToolErrorsAs500)) {
    return {std::nullopt, text_response(500, result.text)};
  }
  if (!result.refusal.empty()) {
    if (context.world.mcp.refusal == McpBehaviour::Refusal::kHttp) {
      return {std::nullopt, json_response(403, {{"detail", result.refusal}, {"status", 403}})};
    }
    result.text = "403 " + result.refusal;
    result.is_error = true;
  }
  return {rpc_result(call.id, tool_result(std::move(result))), {}};
}

RpcAnswer answer_rpc(Context& context, const Principal& principal, const Json& message,
                     std::string_view revision) {
  if (!message.is_object() || member(message, "jsonrpc") != "2.0") {
    return {rpc_error(nullptr, kInvalidRequest, "a message must be an object with jsonrpc \"2.0\""),
            {}};
  }
  const Json method = member(message, "method");
  const bool has_id = message.contains("id");
  if (method.is_null() && has_id) return {};  // a response: the mock asks nothing, so nobody waits
  if (!method.is_string()) {
    return {rpc_error(nullptr, kInvalidRequest, "method must be a string"), {}};
  }
  if (!has_id) return {};  // a notification; requests are over before one could be cancelled
  const Json id = member(message, "id");
  if (!id.is_string() && !id.is_number()) {
    return {rpc_error(nullptr, kInvalidRequest, "id must be a string or a number"), {}};
  }
  Json params = member(message, "params");
  if (params.is_null()) params = Json::object();
  if (!params.is_object()) return {rpc_error(id, kInvalidParams, "params must be an object"), {}};
  for (const Method& known : kMethods) {
    if (method == known.name) return known.answer({context, principal, id, params, revision});
  }
  if (context.has(Defect::kUnknownMethods)) return {rpc_result(id, Json::object()), {}};
  return {rpc_error(id, kMethodNotFound, "Method not found: " + method.get<std::string>()), {}};
}

}  // namespace conform
