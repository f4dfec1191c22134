// Event streams of the MCP endpoint: one that is idle, and answers that are sent as events.
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "foundation/json/json.hpp"
#include "foundation/mcp/revision.hpp"
#include "mock_server/handling/handler.hpp"
#include "mock_server/state/principal.hpp"

namespace conform::mock {

// "event: message" with the JSON on one line; without an id when `id` is empty.
std::string message_event(const Json& message, std::string_view id = "");
std::string text_event(std::string_view message, std::string_view id = "");  // of JSON's text

// 200 text/event-stream with nothing in it yet.
Response event_stream_response();

// Open and silent; beats now and then, because only a failed write shows that the client went away
// without a word.
Response idle_stream();

// The answer (JSON's text) to a POST as an event stream, as the world wants it: plain, with ids and
// a priming event, or cut off after the priming event so that the client must resume (2025-11-25,
// "Sending Messages to the Server").
Response answer_stream(Context& context, const Principal& principal, const std::string& message,
                       const Revision& revision);

// GET with Last-Event-ID: what the client missed; nullopt when nothing can be resumed from there.
std::optional<Response> resumed_stream(Context& context, const Principal& principal);

}  // namespace conform::mock
