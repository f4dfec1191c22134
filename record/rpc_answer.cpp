#include "record/rpc_answer.hpp"

#include <string_view>
#include <utility>

#include "foundation/http/event_stream_reader.hpp"
#include "foundation/json/foreign_json.hpp"

namespace conform::record {
namespace {

// The data of the last event that is JSON; an event stream answers one request with one message.
Json last_event(std::string_view body) {
  Json last;
  for (const StreamEvent& event : read_event_stream(body).events) {
    Json message = parse_foreign(event.data);
    if (message.is_object()) last = std::move(message);
  }
  return last;
}

}  // namespace

Json rpc_body(const Exchange& exchange) {
  Json body = parse_foreign(exchange.response.body);
  return body.is_discarded() ? last_event(exchange.response.body) : body;
}

Json rpc_answer(const Exchange& exchange) {
  Json answer = rpc_body(exchange);
  if (answer.is_array()) return answer.empty() ? Json() : answer.front();
  return answer;
}

}  // namespace conform::record
