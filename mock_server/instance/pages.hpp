// The pages of an organization's own host, and the browser cookies behind them. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mock_server/handling/handler.hpp"
#include "mock_server/instance/page.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {

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
// Throws Forbidden("organization_admin_required").
void require_organization_admin(const Visitor& visitor);

// A page from its template in the site's frame: for a signed-in person on a page of the
// organization the navigation and the account, else a card.
Response page_response(const Context& context, int status, std::string_view name, std::string title,
                       const PageValues& values);

// Pages and forms of members only. Who is not signed in is sent to the sign-in page and comes back;
// a form must come from a page of this session. Who was deactivated gets no further.
using MemberHandler = Response (*)(Context&, const Visitor&);
Response member_page(Context& context, MemberHandler page);
Response member_form(Context& context, MemberHandler act);

// What people call things, from a form's field: trimmed and of a length that fits a page.
std::string name_from(const Parameters& form, std::string_view field);

Response home_page(Context& context);
Response sign_in_page(Context& context);
Response sign_in(Context& context);
Response sign_out(Context& context);
Response consent_page(Context& context);
Response consent(Context& context);

// Profile > Manage account.
Response profile_page(Context& context);
Response generate_token(Context& context);
Response revoke_own_token(Context& context);

// Settings > AI > General.
Response ai_settings_page(Context& context);
Response change_ai_settings(Context& context);

// Settings > API Keys.
Response api_keys_page(Context& context);
Response create_organization_key(Context& context);
Response change_api_key(Context& context);  // disable, enable, revoke
Response change_personal_tokens(Context& context);

// Settings > Users.
Response users_page(Context& context);
Response add_user(Context& context);
Response change_user_role(Context& context);
Response change_user_active(Context& context);

// A refusal that a person reads in the browser; `detail` is a sentence about this very case.
Response refusal_page(Context& context, const Refusal& refused, std::string_view detail);
// Shown when the browser has no cookie of any instance. The client gets no answer (docs/omni.md,
// "The OAuth flow").
Response login_required_page(Context& context);

// The page that the callbacks host shows a person who comes by hand.
Response callbacks_home(Context& context);

}  // namespace conform::mock
