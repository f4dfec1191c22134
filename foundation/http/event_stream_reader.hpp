// Reads a text/event-stream body (HTML standard, section 9.2.6). Pure functions.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace conform {

struct StreamEvent {
  std::string id;    // named since the event before; "": the last that was named goes on
  std::string data;  // empty: a priming event, which only names its id
};

struct EventStreamContent {
  std::vector<StreamEvent> events;
  std::string last_id;                             // "": no event named one
  std::optional<std::chrono::milliseconds> retry;  // how long to wait before connecting again
};

EventStreamContent read_event_stream(std::string_view body);

}  // namespace conform
