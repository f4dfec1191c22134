#include <algorithm>
#include <string>

#include "foundation/text/digest.hpp"
#include "mock_server/instance/pages.hpp"

namespace conform::mock {
namespace {

std::string session_cookie_name(const Context& context) {
  // By address all organizations share the host 127.0.0.1, and cookies do not know ports.
  return "omni_session_" + context.site.name;
}

void set_cookie(const Context& context, Response& response, std::string_view name,
                std::string_view value, bool for_all_hosts) {
  std::string text = std::string(name) + '=' + std::string(value) + "; Path=/";
  if (!context.has(Defect::kBareCookies)) text += "; HttpOnly; SameSite=Lax";
  if (const auto domain = context.site.cookie_domain(); for_all_hosts && !domain.empty()) {
    text += "; Domain=" + std::string(domain);
  }
  if (value.empty()) text += "; Max-Age=0";
  if (context.site.scheme == "https") text += "; Secure";
  response.headers.add("Set-Cookie", text);
}

// Only places on this host: a foreign return address would be an open redirect. It becomes a header
// field, so what is no visible ASCII must be percent-encoded.
std::string safe_return(std::string_view target) {
  const bool plain =
      std::ranges::all_of(target, [](char c) { return c > ' ' && c != '\x7f' && c != '\\'; });
  const bool local = plain && target.starts_with('/') && !target.starts_with("//");
  return local ? std::string(target) : "/";
}

// Whether a page of another site sent the form: it would sign its visitor in as somebody else, and
// what they authorize then is not theirs. Browsers say so in Sec-Fetch-Site, older ones in Origin;
// other programs say nothing.
bool is_sent_by_another_site(const Context& context) {
  const Headers& headers = context.request.headers;
  if (const auto sites = headers.all("Sec-Fetch-Site"); !sites.empty()) {
    return std::ranges::any_of(
        sites, [](const std::string& site) { return site != "same-origin" && site != "none"; });
  }
  return std::ranges::any_of(headers.all("Origin"), [&](const std::string& origin) {
    return origin != context.own_origin();
  });
}

Response show_sign_in(const Context& context, int status, std::string_view return_to,
                      std::string_view error) {
  const Organization& organization = context.organization();
  PageValues values;
  values.texts = {{"RETURN_TO", safe_return(return_to)}, {"ERROR_TEXT", std::string(error)}};
  if (!error.empty()) values.shown.emplace_back("ERROR");
  for (const User& user : context.world.users) {
    if (!user.memberships.contains(organization.id)) continue;
    PageValues person;
    person.texts = {{"EMAIL", user.email}, {"NAME", user.name}};
    values.repeated.push_back({"PERSON", std::move(person)});
  }
  return page_response(context, status, "sign_in", "Log in", values);
}

}  // namespace

std::optional<Visitor> visitor_of(const Context& context) {
  const std::string session = context.request.cookie(session_cookie_name(context));
  const auto user_id = context.state.signed_in_user(context.site.name, session);
  if (!user_id) return std::nullopt;
  const User* user = context.world.user(*user_id);
  if (user == nullptr) return std::nullopt;
  const auto membership = user->memberships.find(context.site.name);
  if (membership == user->memberships.end()) return std::nullopt;
  return Visitor{session, user, &membership->second};
}

Response sign_in_page(Context& context) {
  return show_sign_in(context, 200, context.request.query().get("return_to", "/"), "");
}

Response sign_in(Context& context) {
  if (is_sent_by_another_site(context)) throw Forbidden("form_expired");
  const Parameters form = context.request.form();
  const User* user = context.world.user(form.get("email"));
  const bool member = user != nullptr && user->memberships.contains(context.site.name);
  if (!member || !equal_in_constant_time(form.get("password"), user->password)) {
    context.facts["refusal"] = "wrong_password";
    const Refusal& refused = refusal("wrong_password");
    return show_sign_in(context, refused.status, form.get("return_to", "/"), refused.text);
  }
  context.facts["user"] = user->id;
  context.facts["organization"] = context.site.name;
  if (!user->memberships.at(context.site.name).active) throw Forbidden("user_deactivated");
  Response response = redirect_response(safe_return(form.get("return_to", "/")), 303);
  set_cookie(context, response, session_cookie_name(context),
             context.state.sign_in(context.site.name, user->id), false);
  set_cookie(context, response, kLastInstanceCookie, context.site.name, true);
  return response;
}

Response sign_out(Context& context) {
  Response response = redirect_response("/", 303);
  const auto visitor = visitor_of(context);
  if (!visitor) return response;
  require_csrf(context, *visitor);
  context.facts["user"] = visitor->user->id;
  context.state.sign_out(context.site.name, visitor->session);
  set_cookie(context, response, session_cookie_name(context), "", false);
  set_cookie(context, response, kLastInstanceCookie, "", true);
  return response;
}

}  // namespace conform::mock
