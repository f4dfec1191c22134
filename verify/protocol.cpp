// JSON-RPC and the handshake.
#include <fmt/format.h>

#include "clients/scripted/mcp_session.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/mcp/revision.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {

using clients::find_response;

namespace {

Json result_of_initialize(ServerUnderTest& server, std::string_view version) {
  const Response response = server.post_mcp(initialize_message(version).dump(),
                                            {{"Authorization", "Bearer " + server.bearer()}});
  const Json answer = find_response(response.headers.get("Content-Type"), response.body, 1);
  return member(answer, "result");
}

Judgement initializes(ServerUnderTest& server) {
  const Json result = result_of_initialize(server, kNewestHandshake.date);
  if (!result.is_object()) return answered(server.initialized());
  if (text_member(result, "protocolVersion").empty()) return wrong("no protocolVersion");
  if (!result.contains("serverInfo")) return wrong("no serverInfo");
  return unless(result.value("capabilities", Json()).contains("tools"),
                "no tools among the capabilities");
}

Judgement negotiates_the_version(ServerUnderTest& server) {
  const Json result = result_of_initialize(server, kNoSuchVersion);
  const std::string version = text_member(result, "protocolVersion");
  if (version == kNoSuchVersion) return wrong(fmt::format("it agrees to {}", kNoSuchVersion));
  return unless(!version.empty(), "no version in the answer");
}

Judgement answer_has_the_id(ServerUnderTest& server) {
  const RpcExchange asked = server.ask("ping", Json::object());
  return unless(asked.answer.is_object(), asked.response);
}

Judgement unknown_method_is_an_error(ServerUnderTest& server) {
  const RpcExchange asked = server.ask("no/such/method", Json::object());
  if (!asked.answer.is_object() || !asked.answer.contains("error")) return answered(asked.response);
  const Json code = asked.answer.at("error").value("code", Json());
  return unless(code == -32601, "the error code is " + code.dump());
}

}  // namespace

std::vector<ServerCheck> protocol_checks() {
  return {
      {"initializes", "MCP lifecycle", "initialize names version, server and tools",
       Needs::kHandshake, initializes},
      {"negotiates-the-version", "MCP lifecycle, version negotiation",
       "an unknown version is answered with a known one", Needs::kHandshake,
       negotiates_the_version},
      {"answer-has-the-id", "JSON-RPC 2.0 section 5; MCP ping",
       "a ping is answered, under its own id", Needs::kHandshake, answer_has_the_id},
      {"unknown-method-is-an-error", "JSON-RPC 2.0 section 5.1",
       "an unknown method is error -32601", Needs::kBearer, unknown_method_is_an_error},
  };
}

}  // namespace conform::verify::checking
