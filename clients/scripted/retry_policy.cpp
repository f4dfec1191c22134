#include "clients/scripted/retry_policy.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "clients/protocol/retry_after.hpp"

namespace conform::clients {
namespace {

constexpr std::chrono::seconds kLongestWait{120};

}  // namespace

McpAnswer RetryPolicy::persist(const Send& send, RetryBudget& left,
                               const std::function<bool()>& begin_anew) {
  while (true) {
    credentials_.refresh_in_time();
    McpAnswer answer;
    try {
      answer = send();
    } catch (const TimedOut&) {
      throw;
    } catch (const ConnectionError&) {
      if (left.retries_lost_connection-- > 0) continue;
      throw;
    }
    if (answer.accepted() || !try_again(answer, left, begin_anew)) return answer;
  }
}

McpAnswer RetryPolicy::go_on(McpAnswer answer, const Send& send, RetryBudget& left,
                             const std::function<bool()>& begin_anew) {
  if (answer.accepted() || !try_again(answer, left, begin_anew)) return answer;
  return persist(send, left, begin_anew);
}

McpAnswer RetryPolicy::persist_unknown(const Send& send, RetryBudget& left) {
  while (true) {
    McpAnswer answer = send();
    const bool again = (answer.status == 503 && back_off(answer, left.retries_503)) ||
                       (answer.status == 429 && back_off(answer, left.retries_429)) ||
                       (answer.status == 403 && left.retries_403-- > 0);
    if (!again) return answer;
  }
}

bool RetryPolicy::try_again(const McpAnswer& answer, RetryBudget& left,
                            const std::function<bool()>& begin_anew) {
  switch (answer.status) {
    case 401:
      if (left.retries_401-- > 0) return true;
      if (!credentials_.is_key()) return cure_401(answer, left);
      mistake_refused_key(answer, left);
      return false;
    case 403:
      if (left.retries_403-- > 0) return true;
      if (!credentials_.is_key()) {
        return cure_403(bearer_challenge(answer.headers, behaviour_.discovery.reads_challenge),
                        left);
      }
      mistake_refused_key(answer, left);
      return false;
    case 404:
      return begin_anew && behaviour_.session.reinitializes_when_lost &&
             left.reinitializations-- > 0 && begin_anew();
    case 400:
    case 410:
      return left.retries_lost_session-- > 0;
    case 429:
      return back_off(answer, left.retries_429);
    case 503:
      return back_off(answer, left.retries_503);
    case 500:
    case 502:
    case 504:
      return left.retries_server_error-- > 0;
    default:
      return false;
  }
}

// Nobody waits for hours.
bool RetryPolicy::back_off(const McpAnswer& answer, int& left) {
  if (left-- <= 0) return false;
  const std::optional<std::chrono::seconds> told = retry_after(answer.headers);
  if (!told || !behaviour_.refusal.waits_as_told) return true;
  if (*told > kLongestWait) return false;
  wait_(*told);
  return true;
}

bool RetryPolicy::cure_401(const McpAnswer& answer, RetryBudget& left) {
  const std::optional<Challenge> challenge =
      bearer_challenge(answer.headers, behaviour_.discovery.reads_challenge);
  const std::optional<HeldGrant> sent_with = std::exchange(left.sent_with, std::nullopt);
  if (sent_with && sent_with->access_token != credentials_.bearer()) {
    return cure_overtaken(challenge, *sent_with, left);
  }
  if (behaviour_.token.refreshes && credentials_.may_refresh() && left.renewals_401-- > 0) {
    const Credentials::Renewal renewal = credentials_.refresh(challenge);
    if (renewal != Credentials::Renewal::kRefused) {
      return renewal == Credentials::Renewal::kRenewed;
    }
  }
  return left.sign_ins_401-- > 0 && credentials_.sign_in(challenge);
}

// Another call was told the same at the same time and has got a token since: that will do, unless
// each call looks after itself only.
bool RetryPolicy::cure_overtaken(const std::optional<Challenge>& challenge,
                                 const HeldGrant& sent_with, RetryBudget& left) {
  const bool would_refresh = behaviour_.token.refreshes && !sent_with.refresh_token.empty();
  if (!(would_refresh ? behaviour_.token.refreshes_for_each_call
                      : behaviour_.refusal.signs_in_for_each_call)) {
    return true;
  }
  if (would_refresh) {
    left.renewals_401 = 0;
    const Credentials::Renewal renewal = credentials_.refresh(challenge, sent_with);
    if (renewal != Credentials::Renewal::kRefused) {
      return renewal == Credentials::Renewal::kRenewed;
    }
  }
  return left.sign_ins_401-- > 0 && credentials_.sign_in(challenge);
}

bool RetryPolicy::cure_403(const std::optional<Challenge>& challenge, RetryBudget& left) {
  if (challenge && challenge->get("error") == "insufficient_scope") {
    return left.step_ups-- > 0 && credentials_.step_up(*challenge);
  }
  return left.sign_ins_403-- > 0 && credentials_.sign_in(challenge);
}

void RetryPolicy::mistake_refused_key(const McpAnswer& answer, RetryBudget& left) {
  const bool takes_it_for_missing_sign_in =
      answer.status == 401 || behaviour_.refusal.registers_despite_key_after_403;
  if (!takes_it_for_missing_sign_in || std::exchange(left.registered_with_key, true)) return;
  credentials_.register_despite_key(
      bearer_challenge(answer.headers, behaviour_.discovery.reads_challenge));
}

}  // namespace conform::clients
