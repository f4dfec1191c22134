// Streamable HTTP: methods, statuses and header fields.
#include <fmt/format.h>

#include "foundation/mcp/revision.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {
namespace {

Judgement notification_is_202(ServerUnderTest& server) {
  const Response response = server.post_mcp(
      R"({"jsonrpc":"2.0","method":"notifications/initialized"})", server.session_headers());
  return unless(response.status == 202 && response.body.empty(), response);
}

Judgement answers_are_labelled(ServerUnderTest& server) {
  const Response& response = server.ask("tools/list", Json::object()).response;
  if (response.status != 200) return cannot("it lists no tools");
  const std::string type = response.headers.get("Content-Type");
  const bool right = type.starts_with("application/json") || type.starts_with("text/event-stream");
  return unless(right, "Content-Type is " + type);
}

Judgement broken_json_is_400(ServerUnderTest& server) {
  const Response response = server.post_mcp("{\"jsonrpc\":", server.session_headers());
  return unless(response.status == 400, response);
}

Judgement bad_version_is_400(ServerUnderTest& server) {
  Headers headers = server.session_headers();
  headers.set("MCP-Protocol-Version", kNoSuchVersion);
  const Response response = server.post_mcp(kToolsList, headers);
  return unless(response.status == 400, response);
}

Judgement batch_is_refused(ServerUnderTest& server) {
  const Headers headers = server.session_headers();
  if (revision_as_of(headers.get("MCP-Protocol-Version")).batches)
    return cannot("its version has batches");
  const Response response =
      server.post_mcp(R"([{"jsonrpc":"2.0","id":3,"method":"ping"}])", headers);
  return unless(response.status >= 400 && response.status < 500, response);
}

Judgement get_is_a_stream_or_405(ServerUnderTest& server) {
  Headers headers = server.session_headers();
  headers.add("Accept", "text/event-stream");
  const Response response = server.send("GET", server.options().url, headers);
  const bool streams = response.status == 200 &&
                       response.headers.get("Content-Type").starts_with("text/event-stream");
  return unless(streams || response.status == 405, response);
}

}  // namespace

std::vector<ServerCheck> transport_checks() {
  return {
      {"notification-is-202", "Streamable HTTP, sending messages",
       "a notification is answered 202 without a body", Needs::kHandshake, notification_is_202},
      {"answers-are-labelled", "Streamable HTTP, sending messages",
       "an answer is application/json or text/event-stream", Needs::kBearer, answers_are_labelled},
      {"broken-json-is-400", "Streamable HTTP, sending messages", "broken JSON is answered 400",
       Needs::kBearer, broken_json_is_400},
      {"bad-version-is-400", "Streamable HTTP, protocol version header",
       "an unsupported MCP-Protocol-Version is answered 400", Needs::kHandshake,
       bad_version_is_400},
      {"batch-is-refused", "Streamable HTTP since 2025-06-18, sending messages",
       "a batch is refused", Needs::kBearer, batch_is_refused},
      {"get-is-a-stream-or-405", "Streamable HTTP, listening for messages",
       "GET opens an event stream or is answered 405", Needs::kBearer, get_is_a_stream_or_405},
  };
}

}  // namespace conform::verify::checking
