// Requests as a broken client sends them that only bends them: what the client remembers of them is
// what it made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clients/http/http_connection.hpp"
#include "clients/profile/bend.hpp"

namespace conform::clients {

// Sends by another sender, which outlives it, as the bends do. Not thread-safe.
class BendingSender final : public HttpSender {
 public:
  BendingSender(HttpSender& sender, const std::vector<Bend>& bends)
      : sender_(sender), bends_(bends), fitted_(bends.size()) {}

  void give_up_after(std::optional<std::chrono::milliseconds> limit) override {
    sender_.give_up_after(limit);
  }
  void keep_within(const TimeLimits& limits) override { sender_.keep_within(limits); }
  [[nodiscard]] bool reaches(const Url& url) const override { return sender_.reaches(url); }
  // Every bend that fits the request acts, in their order.
  Response send(const Url& url, Request request) override;
  // The same for a request that the browser sends: its address.
  std::string bent(const std::string& address);

 private:
  // Whether something was bent.
  bool bend(const Url& url, Request& request);

  HttpSender& sender_;
  const std::vector<Bend>& bends_;
  std::vector<std::uint64_t> fitted_;  // so many requests fitted each of them
};

}  // namespace conform::clients
