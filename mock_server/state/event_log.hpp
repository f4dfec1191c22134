// What was sent on event streams, kept so that a client can resume one (Streamable HTTP of
// 2025-03-26 to 2025-11-25, "Resumability and Redelivery"). Thread-safe; bounded.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace conform::mock {

class EventLog {
 public:
  struct Event {
    std::string id;  // "STREAM-NUMBER": names its stream, as the revision asks
    std::string data;
  };

  // A new stream of the credential; its first event is the priming one, without data.
  std::string open(std::string_view credential_id);
  // Adds an event to the stream and returns its id.
  std::string append(std::string_view stream, std::string data);
  // What came after that event on its stream; nullopt when the event is unknown, forgotten or
  // another credential's.
  std::optional<std::vector<Event>> after(std::string_view event_id,
                                          std::string_view credential_id) const;

 private:
  static constexpr std::size_t kMostStreams = 1000;

  struct Stream {
    std::string credential_id;
    std::vector<std::string> events;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Stream, std::less<>> streams_;
  std::deque<std::string> order_;  // oldest first
  std::uint64_t last_ = 0;
};

}  // namespace conform::mock
