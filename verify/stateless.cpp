// The era without handshake and sessions, since 2026-07-28.
#include <fmt/format.h>

#include <algorithm>

#include "foundation/json/json_member.hpp"
#include "foundation/mcp/revision.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {

namespace {

Judgement must_be_400_with(int code, const RpcExchange& asked) {
  const Json body = json_of(asked.response);
  const Json& error = member(body, "error");
  const bool right = asked.response.status == 400 && error.is_object() &&
                     (code == 0 || error.value("code", Json()) == code);
  return unless(right, asked.response);
}

Judgement discovers(ServerUnderTest& server) {
  const RpcExchange asked = server.ask_stateless("server/discover", Json::object());
  const Json& result = member(asked.answer, "result");
  if (!result.is_object()) return answered(asked.response);
  const Json versions = result.value("supportedVersions", Json::array());
  if (std::ranges::find(versions, Json(kNewestStateless.date)) == versions.end())
    return wrong("supportedVersions is " + versions.dump());
  return unless(result.value("capabilities", Json()).contains("tools"),
                "no tools among the capabilities");
}

Judgement results_have_a_type(ServerUnderTest& server) {
  const RpcExchange asked = server.ask_stateless("tools/list", Json::object());
  const Json& result = member(asked.answer, "result");
  const std::string type = text_member(result, "resultType");
  return unless(type == "complete", fmt::format("resultType is \"{}\"", type));
}

Judgement lists_say_how_long(ServerUnderTest& server) {
  const RpcExchange asked = server.ask_stateless("tools/list", Json::object());
  const Json& result = member(asked.answer, "result");
  if (!result.is_object()) return answered(asked.response);
  const Json ttl = result.value("ttlMs", Json());
  const std::string scope = text_member(result, "cacheScope");
  const bool right =
      ttl.is_number_integer() && ttl >= 0 && (scope == "private" || scope == "public");
  return unless(right, fmt::format("ttlMs is {}, cacheScope is \"{}\"", ttl.dump(), scope));
}

Judgement meta_is_needed(ServerUnderTest& server) {
  return must_be_400_with(0, server.ask_stateless("tools/list", {{"_meta", nullptr}}));
}

Judgement version_is_checked(ServerUnderTest& server) {
  return must_be_400_with(
      -32022, server.ask_stateless("tools/list", {{"_meta", stateless_meta(kNoSuchVersion)}},
                                   {{"MCP-Protocol-Version", kNoSuchVersion}}));
}

Judgement headers_are_checked(ServerUnderTest& server) {
  return must_be_400_with(
      -32020, server.ask_stateless("tools/list", Json::object(), {{"Mcp-Method", "tools/call"}}));
}

Judgement has_no_session(ServerUnderTest& server) {
  const RpcExchange asked = server.ask_stateless("server/discover", Json::object());
  const std::string id = asked.response.headers.get("Mcp-Session-Id");
  return unless(id.empty(), "Mcp-Session-Id is " + id);
}

}  // namespace

std::vector<ServerCheck> stateless_checks() {
  constexpr std::string_view kHttp = "MCP 2026-07-28, Streamable HTTP";
  return {
      {"stateless-discovers", "MCP 2026-07-28, discovery",
       "server/discover names versions and tools", Needs::kStateless, discovers},
      {"stateless-results-have-a-type", "MCP 2026-07-28, results",
       "a result that is whole says complete", Needs::kStateless, results_have_a_type},
      {"stateless-lists-say-how-long", "MCP 2026-07-28, caching",
       "a list says how long and by whom it may be kept", Needs::kStateless, lists_say_how_long},
      {"stateless-meta-is-needed", "MCP 2026-07-28, versioning",
       "a request without _meta is answered 400", Needs::kStateless, meta_is_needed},
      {"stateless-version-is-checked", "MCP 2026-07-28, versioning",
       "an unknown version is answered 400 with -32022", Needs::kStateless, version_is_checked},
      {"stateless-headers-are-checked", kHttp,
       "a header field that contradicts the body is answered 400 with -32020", Needs::kStateless,
       headers_are_checked},
      {"stateless-has-no-session", kHttp, "no session id is given", Needs::kStateless,
       has_no_session},
  };
}

}  // namespace conform::verify::checking
