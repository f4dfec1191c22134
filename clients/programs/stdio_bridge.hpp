// Speaks MCP on a program's standard streams, one JSON-RPC message a line, as the local host of a
// stdio client. Thread-safe: lines come in on the process's thread, requests wait on another.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/json/json.hpp"

namespace conform::clients {

class StdioBridge {
 public:
  struct Answer {
    Json result;        // null when it is an error
    std::string error;  // its message, or empty
    [[nodiscard]] bool is_error() const { return !error.empty(); }
  };
  // Sends one line (without newline); false when the program no longer reads.
  using Send = std::function<bool(std::string_view line)>;
  // Called when an answer came, before it can be looked at: what it leaves in a record comes before
  // whatever is done because of it. No lock is held.
  using Arrived = std::function<void(std::string_view method, const Answer& answer)>;
  // Called once it can be looked at, so that whoever waits does.
  using Answered = std::function<void(std::string_view method)>;

  StdioBridge(Send send, Arrived arrived, Answered answered);

  // Sends a request and returns its id.
  std::int64_t request(std::string_view method, Json params);
  void notify(std::string_view method);

  // A line of the program's standard output. False when it is no JSON-RPC message: then it is mere
  // output.
  bool receive(std::string_view line);

  // The answer to a request, once it came.
  std::optional<Answer> answer(std::int64_t id) const;

 private:
  struct Pending {
    std::string method;
    std::optional<Answer> answer;
  };
  void reply(const Json& request);
  // The method of a request that waits for its answer, or empty.
  std::string method_waiting(std::int64_t id) const;

  Send send_;
  Arrived arrived_;
  Answered answered_;
  mutable std::mutex mutex_;
  std::int64_t last_id_ = 0;
  std::map<std::int64_t, Pending> requests_;
};

}  // namespace conform::clients
