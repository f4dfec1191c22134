#include <string>

#include "foundation/http/url.hpp"
#include "foundation/text/ascii.hpp"
#include "foundation/text/digest.hpp"
#include "mock_server/instance/pages.hpp"

namespace conform::mock {
namespace {

constexpr std::size_t kLongestName = 200;  // bytes

Response act_as(Context& context, const Visitor& visitor, MemberHandler handler) {
  context.facts["user"] = visitor.user->id;
  if (!visitor.membership->active) throw Forbidden("user_deactivated");
  return handler(context, visitor);
}

}  // namespace

std::string csrf_token(std::string_view session) {
  return sha256_hex("csrf " + std::string(session)).substr(0, 32);
}

void require_csrf(const Context& context, const Visitor& visitor) {
  if (context.has(Defect::kForgedForms)) return;
  if (!equal_in_constant_time(context.request.form().get("csrf"), csrf_token(visitor.session))) {
    throw Forbidden("form_expired");
  }
}

void require_organization_admin(const Visitor& visitor) {
  if (!visitor.membership->organization_admin) throw Forbidden("organization_admin_required");
}

Response member_page(Context& context, MemberHandler page) {
  const auto visitor = visitor_of(context);
  if (!visitor) {
    return redirect_response("/login?return_to=" + percent_encode(context.request.target));
  }
  return act_as(context, *visitor, page);
}

Response member_form(Context& context, MemberHandler act) {
  const auto visitor = visitor_of(context);
  if (!visitor) throw Forbidden("form_expired");
  require_csrf(context, *visitor);
  return act_as(context, *visitor, act);
}

std::string name_from(const Parameters& form, std::string_view field) {
  const std::string text = form.get(field);
  std::string name(trimmed(text));
  if (name.size() <= kLongestName) return name;
  name.resize(kLongestName);
  // Not in the middle of a UTF-8 sequence.
  while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0U) == 0x80U) {
    name.pop_back();
  }
  if (!name.empty() && static_cast<unsigned char>(name.back()) >= 0xC0U) name.pop_back();
  return name;
}

}  // namespace conform::mock
