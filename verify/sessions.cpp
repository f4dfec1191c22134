// MCP sessions, where the server has them.
#include <algorithm>

#include "verify/check.hpp"

namespace conform::verify::checking {
namespace {

std::string session_id(ServerUnderTest& server) {
  return server.initialized().headers.get("Mcp-Session-Id");
}

constexpr std::string_view kNone = "it gives no session id";

// Lists tools with another session id, or without one when it is empty.
Response list_in(ServerUnderTest& server, const std::string& session) {
  Headers headers = server.session_headers();
  headers.remove("Mcp-Session-Id");
  if (!session.empty()) headers.add("Mcp-Session-Id", session);
  return server.post_mcp(kToolsList, headers);
}

Judgement session_id_is_visible(ServerUnderTest& server) {
  const std::string id = session_id(server);
  if (id.empty()) return cannot(kNone);
  const bool visible = std::ranges::all_of(id, [](char c) { return c >= 0x21 && c <= 0x7E; });
  return unless(visible, "it is \"" + id + '"');
}

Judgement session_is_needed(ServerUnderTest& server) {
  if (session_id(server).empty()) return cannot(kNone);
  const Response response = list_in(server, "");
  return unless(response.status == 400, response);
}

Judgement lost_session_is_404(ServerUnderTest& server) {
  if (session_id(server).empty()) return cannot(kNone);
  const Response response = list_in(server, "no-such-session");
  return unless(response.status == 404, response);
}

Judgement deleted_session_is_404(ServerUnderTest& server) {
  const Response begun = server.post_mcp(initialize_message().dump(),
                                         {{"Authorization", "Bearer " + server.bearer()}});
  const std::string id = begun.headers.get("Mcp-Session-Id");
  if (id.empty()) return cannot(kNone);
  Headers headers = server.session_headers();
  headers.set("Mcp-Session-Id", id);
  const Response ended = server.send("DELETE", server.options().url, headers);
  if (ended.status == 405) return cannot("clients may not end its sessions");
  const Response response = list_in(server, id);
  return unless(response.status == 404, response);
}

}  // namespace

std::vector<ServerCheck> session_checks() {
  constexpr std::string_view kWhere = "Streamable HTTP, session management";
  return {
      {"session-id-is-visible", kWhere, "a session id is visible ASCII", Needs::kHandshake,
       session_id_is_visible},
      {"session-is-needed", kWhere, "a request without its session id is answered 400",
       Needs::kHandshake, session_is_needed},
      {"lost-session-is-404", kWhere, "an unknown session is answered 404", Needs::kHandshake,
       lost_session_is_404},
      {"deleted-session-is-404", kWhere, "a session that was ended by DELETE is answered 404",
       Needs::kHandshake, deleted_session_is_404},
  };
}

}  // namespace conform::verify::checking
