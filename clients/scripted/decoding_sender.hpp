// Content codings as a client has them that says which it accepts, and decodes them, or does not.
#pragma once

#include "clients/http/http_connection.hpp"
#include "clients/profile/behaviour.hpp"

namespace conform::clients {

// Sends by another sender, which outlives it, as the identity does. Not thread-safe.
class DecodingSender final : public HttpSender {
 public:
  DecodingSender(HttpSender& sender, const Behaviour::Identity& identity)
      : sender_(sender), identity_(identity) {}

  void give_up_after(std::optional<std::chrono::milliseconds> limit) override {
    sender_.give_up_after(limit);
  }
  void keep_within(const TimeLimits& limits) override { sender_.keep_within(limits); }
  [[nodiscard]] bool reaches(const Url& url) const override { return sender_.reaches(url); }
  // Throws ConnectionError also for a body that is not what its Content-Encoding says.
  Response send(const Url& url, Request request) override;

 private:
  HttpSender& sender_;
  const Behaviour::Identity& identity_;
};

}  // namespace conform::clients
