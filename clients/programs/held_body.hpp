// The body of an event stream in which the server asks its client something: what comes after a
// question waits until the client has answered it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/http/message.hpp"

namespace conform::clients {

// Opened once. Thread-safe.
class Latch {
 public:
  void open();
  // Until it is open, a stop is requested or the (real) time is up.
  void wait(const std::stop_token& stop, std::chrono::milliseconds at_most);

 private:
  std::mutex mutex_;
  std::condition_variable_any opened_;
  bool open_ = false;
};

// A request of the server's in an event stream.
struct ServerQuestion {
  std::size_t end = 0;  // where its event ends in the body
  std::string id;       // as JSON text
  std::shared_ptr<Latch> answered;
};
std::vector<ServerQuestion> questions_in(std::string_view event_stream);

class HeldBody final : public BodyStream {
 public:
  HeldBody(std::string body, std::vector<ServerQuestion> questions)
      : body_(std::move(body)), questions_(std::move(questions)) {}

  std::optional<std::string> next(const std::stop_token& stop) override;

 private:
  std::string body_;
  std::vector<ServerQuestion> questions_;
  std::size_t at_ = 0;
  std::size_t asked_ = 0;
};

}  // namespace conform::clients
