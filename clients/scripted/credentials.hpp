// What a scripted client proves itself with at one MCP URL, a configured key or a grant, and how it
// comes by the grant and renews it. Not thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "clients/profile/behaviour.hpp"
#include "clients/protocol/client_error.hpp"
#include "clients/scripted/mcp_session.hpp"
#include "clients/scripted/oauth/held_grant.hpp"
#include "clients/scripted/oauth/oauth_flow.hpp"
#include "clients/scripted/user_output.hpp"
#include "foundation/http/challenge.hpp"
#include "foundation/time/clock.hpp"

namespace conform::clients {

class Credentials {
 public:
  Credentials(const Behaviour& behaviour, FlowEnvironment environment, UserOutput& user_output);

  // From now on for this URL. A grant is kept when it is for the same URL and neither a key nor
  // `anew` says otherwise. `client_id` is one that the user was given, or empty. `session` sends
  // the probes and must outlive the use.
  void use(const std::string& url, std::string key, const std::string& client_id, bool anew,
           McpSession& session);

  [[nodiscard]] std::string bearer() const;  // empty: nothing is held
  [[nodiscard]] bool is_key() const { return !grant_ && !key_.empty(); }
  [[nodiscard]] const std::optional<HeldGrant>& held() const { return grant_; }
  [[nodiscard]] bool may_refresh() const { return grant_ && !grant_->refresh_token.empty(); }

  // Whole authorizations; false: the trouble is kept.
  bool sign_in(const std::optional<Challenge>& challenge);
  // RFC 6750 section 3.1: after insufficient_scope, asks for what was granted and what is missing.
  bool step_up(Challenge challenge);
  // Renews the access token after a 401.
  enum class Renewal {
    kRenewed,
    kRefused,  // the grant is of no more use, or there is nothing to renew it with
    kFailed,   // the endpoint failed, which says nothing about the grant; the trouble is kept
  };
  Renewal refresh(const std::optional<Challenge>& challenge);
  // The same with what was held earlier, whatever was renewed since.
  Renewal refresh(const std::optional<Challenge>& challenge, HeldGrant held);
  void refresh_in_time();  // when it does so before the token has expired, and the time has come
  void refresh_in_time(const HeldGrant& held);
  // What some clients do before each session although they hold a token.
  void look_again();
  // What some clients do of an authorization although a key is configured.
  void register_despite_key(const std::optional<Challenge>& challenge);

  // Of a sign-in that failed while an answer was waited for; it is what the user must hear of.
  std::optional<ClientError> take_error();
  void restart();  // keeps what the behaviour keeps

 private:
  OAuthFlow::Probe probe();

  const Behaviour& behaviour_;
  std::function<TimePoint()> now_;
  OAuthFlow flow_;
  UserOutput& user_output_;
  McpSession* session_ = nullptr;
  std::string url_;
  std::string key_;
  std::optional<HeldGrant> grant_;
  std::optional<ClientError> error_;
};

}  // namespace conform::clients
