#include <string>

#include "mock_server/instance/page.hpp"
#include "mock_server/instance/pages.hpp"

namespace conform {
namespace {

Response show_tokens(const Context& context, const Visitor& visitor, std::string_view created) {
  PageValues values;
  values.texts = {{"TITLE", "Personal access tokens"},
                  {"ORGANIZATION", context.organization().name},
                  {"CSRF", csrf_token(visitor.session)},
                  {"TOKEN", std::string(created)}};
  if (!created.empty()) values.shown.emplace_back("CREATED");
  return html_response(200, render_page(context.fixtures.folder / "pages", "tokens", values));
}

}  // namespace

Response tokens_page(Context& context) {
  const auto visitor = visitor_of(context);
  if (!visitor) return redirect_response("/login?return_to=%2Fprofile%2Ftokens");
  context.facts["user"] = visitor->user->id;
  return show_tokens(context, *visitor, "");
}

Response generate_token(Context& context) {
  const auto visitor = visitor_of(context);
  if (!visitor) throw Forbidden("form_expired");
  require_csrf(context, *visitor);
  context.facts["user"] = visitor->user->id;
  if (!visitor->membership->active) throw Forbidden("user_deactivated");
  if (!context.organization().settings.personal_access_tokens) {
    throw Forbidden("personal_access_tokens_off");
  }
  const bool allowed = visitor->membership->organization_admin ||
                       may(visitor->membership->role, Permission::kCreateStandardToken);
  if (!allowed) throw Forbidden("standard_token_needs_modeler");

  ApiKey key;
  key.id = "token_" + context.ids.hex(8);
  key.name = context.request.form().get("name", "My token").substr(0, 200);
  key.secret = omni_key(context.ids.base62(46));
  key.organization = context.site.name;
  key.owner = visitor->user->id;
  key.kind = ApiKey::Kind::kPersonal;
  key.created = context.clock.now();
  const std::string secret = key.secret;
  context.facts["key"] = key.id;
  context.mock.change(
      {visitor->user->id + " generates a personal access token at " + context.site.name,
       [key](World& world) { world.keys.push_back(key); }});
  return show_tokens(context, *visitor, secret);
}

}  // namespace conform
