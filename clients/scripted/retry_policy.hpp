// What a scripted client does when a request was refused: how often it tries again, refreshes or
// signs in. Not thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "clients/profile/behaviour.hpp"
#include "clients/scripted/credentials.hpp"
#include "clients/scripted/mcp_session.hpp"
#include "clients/scripted/oauth/held_grant.hpp"
#include "foundation/time/clock.hpp"

namespace conform::clients {

// How much more it does because it was told no, in one intent.
struct RetryBudget {
  explicit RetryBudget(const Behaviour& behaviour)
      : RetryBudget(behaviour.refusal, behaviour.session) {}
  RetryBudget(const Behaviour::Refusal& how, const Behaviour::Session& session)
      : retries_401(how.retries_after_401),
        retries_403(how.retries_after_403),
        retries_429(how.retries_after_429),
        retries_503(how.retries_after_503),
        retries_server_error(how.retries_after_server_error),
        retries_lost_connection(how.retries_after_lost_connection),
        retries_lost_session(how.retries_after_lost_session),
        renewals_401(how.renewals_after_401),
        sign_ins_401(how.sign_ins_after_401),
        sign_ins_403(how.sign_ins_after_403),
        step_ups(how.step_ups),
        reinitializations(session.reinitializations) {}

  int retries_401;
  int retries_403;
  int retries_429;
  int retries_503;
  int retries_server_error;
  int retries_lost_connection;
  int retries_lost_session;
  int renewals_401;
  int sign_ins_401;
  int sign_ins_403;
  int step_ups;
  int reinitializations;
  // Of a call that was sent at once with others: what was held then, until it was told no.
  std::optional<HeldGrant> sent_with;
  bool registered_with_key = false;
};

class RetryPolicy {
 public:
  using Send = std::function<McpAnswer()>;

  // `wait` lets time pass. All must outlive it.
  RetryPolicy(const Behaviour& behaviour, Credentials& credentials,
              std::function<void(Duration)> wait)
      : behaviour_(behaviour), credentials_(credentials), wait_(std::move(wait)) {}

  // Sends until it is accepted or there is nothing more to try. `begin_anew` starts another MCP
  // session after the server lost this one, and says whether that worked; nullptr: there is none.
  McpAnswer persist(const Send& send, RetryBudget& left, const std::function<bool()>& begin_anew);
  // The same when this answer is there already, and others of its time may be too.
  McpAnswer go_on(McpAnswer answer, const Send& send, RetryBudget& left,
                  const std::function<bool()>& begin_anew);
  // The same before there is a credential: only what may pass by itself is tried again.
  McpAnswer persist_unknown(const Send& send, RetryBudget& left);

 private:
  bool try_again(const McpAnswer& answer, RetryBudget& left,
                 const std::function<bool()>& begin_anew);
  bool back_off(const McpAnswer& answer, int& left);
  bool cure_401(const McpAnswer& answer, RetryBudget& left);
  bool cure_overtaken(const std::optional<Challenge>& challenge, const HeldGrant& sent_with,
                      RetryBudget& left);
  bool cure_403(const std::optional<Challenge>& challenge, RetryBudget& left);
  void mistake_refused_key(const McpAnswer& answer, RetryBudget& left);

  const Behaviour& behaviour_;
  Credentials& credentials_;
  std::function<void(Duration)> wait_;
};

}  // namespace conform::clients
