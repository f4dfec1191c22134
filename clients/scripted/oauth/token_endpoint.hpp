// A scripted client's requests to the token endpoint: codes and refresh tokens for access tokens.
// Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "clients/http/http_connection.hpp"
#include "clients/profile/behaviour.hpp"
#include "clients/protocol/client_error.hpp"
#include "clients/scripted/oauth/held_grant.hpp"
#include "foundation/http/message.hpp"
#include "foundation/json/json.hpp"
#include "foundation/time/clock.hpp"

namespace conform::clients {

struct CodeToExchange {
  std::string code;
  std::string verifier;
};

class TokenEndpoint {
 public:
  // All must outlive it.
  TokenEndpoint(const Behaviour& behaviour, HttpSender& sender, std::function<TimePoint()> now)
      : behaviour_(behaviour), sender_(sender), now_(std::move(now)) {}

  // `before_each` request comes what the client does then.
  Attempt<HeldGrant> exchange(const Discovered& discovered, const HeldRegistration& client,
                              const CodeToExchange& code,
                              const std::function<void(const std::string& agent)>& before_each);
  // The trouble is kRefused when the endpoint refused the refresh token or the client, and
  // kGaveUp when it just failed (RFC 6749 section 5.2).
  Attempt<void> refresh(HeldGrant& grant);

  // The last answer was invalid_client: the server does not know the client, or no more.
  [[nodiscard]] bool forgot_client() const { return forgot_client_; }

 private:
  using Values = std::map<std::string, std::string>;

  Response post(const std::string& address, Parameters form, const HeldRegistration& client,
                const std::string& user_agent);
  std::string take_tokens(const Json& tokens, HeldGrant& grant) const;
  void note_error(const Json& answer);
  void note_wait(const Response& response);

  const Behaviour& behaviour_;
  HttpSender& sender_;
  std::function<TimePoint()> now_;
  bool forgot_client_ = false;
  std::optional<TimePoint> not_before_;  // the next refresh, as Retry-After said
};

}  // namespace conform::clients
