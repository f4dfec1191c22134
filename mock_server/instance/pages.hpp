// The pages of an organization's own host, and the browser cookies behind them. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mock_server/handler.hpp"
#include "mock_server/refusal.hpp"

namespace conform {

// "The cookie of the last Omni instance you logged into": set by signing in, cleared by signing
// out, seen by the callbacks host and by every organization's host.
inline constexpr std::string_view kLastInstanceCookie = "omni_last_instance";

// The person behind the browser's session at this organization.
struct Visitor {
  std::string session;
  const User* user;
  const Membership* membership;
};
std::optional<Visitor> visitor_of(const Context& context);
std::string csrf_token(std::string_view session);  // bound to the session; forms must carry it
void require_csrf(const Context& context,
                  const Visitor& visitor);  // throws Forbidden("form_expired")

Response home_page(Context& context);
Response sign_in_page(Context& context);
Response sign_in(Context& context);
Response sign_out(Context& context);
Response consent_page(Context& context);
Response consent(Context& context);
Response tokens_page(Context& context);
Response generate_token(Context& context);

// A refusal that a person reads in the browser; `detail` is a sentence about this very case.
Response refusal_page(Context& context, const Refusal& refused, std::string_view detail);
// No cookie of any instance: never an answer to the client (facts of Omni, section 4.5).
Response login_required_page(Context& context);

}  // namespace conform
