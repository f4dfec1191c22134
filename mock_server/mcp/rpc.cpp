#include "mock_server/mcp/rpc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "foundation/http/json_response.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/json/json_text.hpp"
#include "foundation/mcp/revision.hpp"
#include "foundation/text/digest.hpp"
#include "mock_server/mcp/standard_headers.hpp"
#include "mock_server/mcp/tool.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

RpcOutcome done(std::string result) { return {std::move(result), std::nullopt, std::nullopt}; }
RpcOutcome failed(Json error) { return {"", std::move(error), std::nullopt}; }
RpcOutcome refused(Response response) { return {"", std::nullopt, std::move(response)}; }

RpcOutcome initialize(const RpcCall& call) {
  const Json& asked = member(call.params, "protocolVersion");
  if (!asked.is_string()) {
    return failed(rpc_error(call.id, kInvalidParams, "params.protocolVersion must be a string"));
  }
  const std::string version = asked.get<std::string>();
  const bool agreed =
      served_revision(version) != nullptr || call.context.has(Defect::kAnyVersionAgreed);
  return done(json_text({{"protocolVersion", agreed ? version : std::string(kNewestHandshake.date)},
                         {"capabilities", {{"tools", {{"listChanged", false}}}}},
                         {"serverInfo", server_info()},
                         {"instructions", instructions()}}));
}

RpcOutcome ping(const RpcCall&) { return done("{}"); }

// Written by hand, because its largest part is a text of JSON already.
RpcOutcome tool_result(const ToolResult& result) {
  std::string text = R"({"content":[{"type":"text","text":)";
  text += json_quoted(result.text);
  text += "}]";
  if (result.structured) {
    text += R"(,"structuredContent":)";
    text += result.text;
  }
  if (result.is_error) text += R"(,"isError":true)";
  text += '}';
  return done(std::move(text));
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
  RpcOutcome (*answer)(const RpcCall&);
};

constexpr std::array kMethods{
    Method{"initialize", initialize},
    Method{"ping", ping},
    Method{"tools/list", list_tools},
    Method{"tools/call", call_tool},
};

}  // namespace

std::string rpc_result_text(const Json& id, std::string_view result) {
  std::string text = R"({"jsonrpc":"2.0","id":)";
  text += json_text(id);
  text += R"(,"result":)";
  text += result;
  text += '}';
  return text;
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

const ToolAlias* alias_of(const World& world, const std::string& name) {
  const auto found = std::ranges::find(world.tool_aliases, name, &ToolAlias::name);
  return found == world.tool_aliases.end() ? nullptr : &*found;
}

std::string description_of(const ToolAlias& alias) {
  return Json{{"name", alias.name},
              {"description", "Answers as " + alias.tool + " does."},
              {"inputSchema", {{"type", "object"}}}}
      .dump();
}

RpcOutcome list_tools(const RpcCall& call) {
  const Organization& organization = *call.context.world.organization(call.principal.organization);
  const auto tools = call.context.fixtures.toolbox->list(organization.settings);
  const McpBehaviour& mcp = call.context.world.mcp;
  std::size_t begin = 0;
  std::size_t end = tools.size();
  if (mcp.tools_per_page) {
    const auto first = first_on_page(member(call.params, "cursor"));
    if (!first || *first >= tools.size()) {
      call.context.facts["refusal"] = "bad_cursor";
      return failed(rpc_error(call.id, kInvalidParams, refusal("bad_cursor").text));
    }
    begin = *first;
    end = std::min(begin + static_cast<std::size_t>(*mcp.tools_per_page), tools.size());
  }
  const bool with_headers = mcp.param_headers && call.revision.stateless;
  std::string text = R"({"tools":[)";
  if (begin == 0) {
    for (const ToolAlias& alias : call.context.world.tool_aliases) {
      text += description_of(alias) + ',';
    }
  }
  for (std::size_t at = begin; at < end; ++at) {
    if (at > begin) text += ',';
    text +=
        with_headers ? json_text(with_header_parameters(tools[at]->description)) : tools[at]->text;
  }
  text += ']';
  if (end < tools.size()) text += R"(,"nextCursor":)" + json_quoted(cursor_of(end));
  text += '}';
  return done(std::move(text));
}

RpcOutcome call_tool(const RpcCall& call) {
  Context& context = call.context;
  const Organization& organization = *context.world.organization(call.principal.organization);
  const Json& name = member(call.params, "name");
  if (!name.is_string()) {
    return failed(rpc_error(call.id, kInvalidParams, "params.name must be a string"));
  }
  const Toolbox& toolbox = *context.fixtures.toolbox;
  const ToolAlias* const alias = alias_of(context.world, name.get_ref<const std::string&>());
  const Tool* tool = toolbox.find(
      alias != nullptr ? alias->tool : name.get_ref<const std::string&>(), organization.settings);
  if (tool == nullptr && context.has(Defect::kUnknownTools)) return tool_result({});
  if (tool == nullptr) {
    context.facts["refusal"] = "unknown_tool";
    return failed(rpc_error(call.id, kInvalidParams, "Unknown tool: " + name.get<std::string>()));
  }
  static const Json kNoArguments = Json::object();
  const Json& given = member(call.params, "arguments");
  const Json& asked = given.is_null() ? kNoArguments : given;
  const Json& arguments = alias != nullptr ? alias->arguments : asked;
  if (const std::string problems = toolbox.problems(tool->name, arguments); !problems.empty()) {
    if (call.revision.argument_errors_are_results) {
      return tool_result({problems, false, true, "", ""});
    }
    return failed(rpc_error(call.id, kInvalidParams, problems));
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
                                  .arguments = arguments});
  if (!result.refusal_id.empty()) context.facts["refusal"] = result.refusal_id;
  if (result.is_error && context.has(Defect::kToolErrorsAs500)) {
    return refused(text_response(500, result.text));
  }
  if (!result.refusal.empty()) {
    if (context.world.mcp.refusal == McpBehaviour::Refusal::kHttp) {
      return refused(json_response(403, {{"detail", result.refusal}, {"status", 403}}));
    }
    result.text = "403 " + result.refusal;
    result.is_error = true;
  }
  return tool_result(result);
}

namespace {

RpcAnswer answer_of(const Json& id, RpcOutcome outcome) {
  if (outcome.http) return {std::nullopt, std::move(outcome.http)};
  if (outcome.error) return {json_text(*outcome.error), std::nullopt};
  return {rpc_result_text(id, outcome.result), std::nullopt};
}

RpcAnswer error_answer(const Json& id, int code, std::string_view message) {
  return {json_text(rpc_error(id, code, message)), std::nullopt};
}

}  // namespace

const Revision* served_revision(std::string_view date) {
  const Revision* const named = find_revision(date);
  return named != nullptr && named->streamable_http && !named->stateless ? named : nullptr;
}

RpcAnswer answer_rpc(Context& context, const Principal& principal, const Json& message,
                     const Revision& revision) {
  if (!message.is_object() || member(message, "jsonrpc") != "2.0") {
    return error_answer(nullptr, kInvalidRequest,
                        "a message must be an object with jsonrpc \"2.0\"");
  }
  const Json& method = member(message, "method");
  const bool has_id = message.contains("id");
  if (method.is_null() && has_id) return {};  // a response: the mock asks nothing, so nobody waits
  if (!method.is_string()) {
    return error_answer(nullptr, kInvalidRequest, "method must be a string");
  }
  if (!has_id) return {};  // a notification; requests are over before one could be cancelled
  const Json& id = member(message, "id");
  if (!id.is_string() && !id.is_number()) {
    return error_answer(nullptr, kInvalidRequest, "id must be a string or a number");
  }
  static const Json kNoParams = Json::object();
  const Json& given = member(message, "params");
  const Json& params = given.is_null() ? kNoParams : given;
  if (!params.is_object()) return error_answer(id, kInvalidParams, "params must be an object");
  for (const Method& known : kMethods) {
    if (method == known.name) {
      return answer_of(id, known.answer({context, principal, id, params, revision}));
    }
  }
  if (context.has(Defect::kUnknownMethods)) return answer_of(id, done("{}"));
  return error_answer(id, kMethodNotFound, "Method not found: " + method.get<std::string>());
}

}  // namespace conform::mock
