#include "clients/perseverance.hpp"

#include <utility>

namespace conform {

McpAnswer Perseverance::persist(const Send& send, Patience& patience,
                                const std::function<bool()>& begin_anew) {
  while (true) {
    credentials_.refresh_in_time();
    McpAnswer answer = send();
    if (answer.accepted() || !try_again(answer, patience, begin_anew)) return answer;
  }
}

McpAnswer Perseverance::persist_unknown(const Send& send, Patience& patience) {
  while (true) {
    McpAnswer answer = send();
    const bool again = (answer.status == 503 && patience.retries_503-- > 0) ||
                       (answer.status == 403 && patience.retries_403-- > 0);
    if (!again) return answer;
  }
}

bool Perseverance::try_again(const McpAnswer& answer, Patience& patience,
                             const std::function<bool()>& begin_anew) {
  switch (answer.status) {
    case 401:
      if (patience.retries_401-- > 0) return true;
      return credentials_.is_key() ? cure_refused_key(answer, patience)
                                   : cure_401(answer, patience);
    case 403:
      if (patience.retries_403-- > 0) return true;
      if (credentials_.is_key()) return cure_refused_key(answer, patience);
      return patience.sign_ins_403-- > 0 && credentials_.sign_in(bearer_challenge(answer.headers));
    case 404:
      return begin_anew && behaviour_.session.reinitializes_when_lost &&
             !std::exchange(patience.began_anew, true) && begin_anew();
    case 503:
      return patience.retries_503-- > 0;
    default:
      return false;
  }
}

bool Perseverance::cure_401(const McpAnswer& answer, Patience& patience) {
  const std::optional<Challenge> challenge = bearer_challenge(answer.headers);
  if (behaviour_.token.refreshes && credentials_.may_refresh() &&
      !std::exchange(patience.refreshed, true) && credentials_.refresh(challenge)) {
    return true;
  }
  return patience.sign_ins_401-- > 0 && credentials_.sign_in(challenge);
}

bool Perseverance::cure_refused_key(const McpAnswer& answer, Patience& patience) {
  if (std::exchange(patience.tried_oauth_with_key, true)) return false;
  return credentials_.oauth_despite_key(bearer_challenge(answer.headers));
}

}  // namespace conform
