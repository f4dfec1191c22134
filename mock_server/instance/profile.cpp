#include <algorithm>
#include <string>

#include "mock_server/instance/pages.hpp"
#include "mock_server/world/administration.hpp"

namespace conform::mock {
namespace {

bool is_own_token(const ApiKey& key, const Context& context, const Visitor& visitor) {
  return key.kind == ApiKey::Kind::kPersonal && key.organization == context.site.name &&
         key.owner == visitor.user->id && key.state != ApiKey::State::kRevoked;
}

bool may_generate(const Visitor& visitor) {
  return visitor.membership->organization_admin ||
         may(visitor.membership->role, Permission::kCreateStandardToken);
}

Response show_profile(const Context& context, const Visitor& visitor, std::string_view created) {
  PageValues values;
  values.texts = {{"EMAIL", visitor.user->email},
                  {"MEMBERSHIP_ID", visitor.membership->id},
                  {"TOKEN", std::string(created)}};
  if (!created.empty()) values.shown.emplace_back("CREATED");
  if (context.request.query().has("revoked")) values.shown.emplace_back("REVOKED");
  if (!context.organization().settings.personal_access_tokens) {
    values.shown.emplace_back("TOKENS_OFF");
  } else if (!may_generate(visitor)) {
    values.shown.emplace_back("NEEDS_MODELER");
  }
  PageValues list;
  const auto world = context.live.world();  // as it is after what was just done
  for (const ApiKey& key : world->keys) {
    if (!is_own_token(key, context, visitor)) continue;
    PageValues item;
    item.texts = {{"ID", key.id}, {"NAME", key.name}};
    list.repeated.push_back({"OWN_TOKEN", std::move(item)});
  }
  if (list.repeated.empty()) {
    values.shown.emplace_back("NO_TOKENS");
  } else {
    values.repeated.push_back({"OWN_TOKENS", std::move(list)});
  }
  return page_response(context, 200, "profile", "Manage account", values);
}

}  // namespace

Response profile_page(Context& context) {
  return member_page(
      context, [](Context& at, const Visitor& visitor) { return show_profile(at, visitor, ""); });
}

Response generate_token(Context& context) {
  return member_form(context, [](Context& at, const Visitor& visitor) {
    if (!at.organization().settings.personal_access_tokens) {
      throw Forbidden("personal_access_tokens_off");
    }
    if (!may_generate(visitor)) throw Forbidden("standard_token_needs_modeler");
    ApiKey key;
    key.id = "token_" + at.ids.hex(8);
    key.name = name_from(at.request.form(), "name");
    if (key.name.empty()) key.name = "My token";
    key.secret = omni_key(at.ids.base62(46));
    key.organization = at.site.name;
    key.owner = visitor.user->id;
    key.kind = ApiKey::Kind::kPersonal;
    key.created = at.clock.now();
    at.facts["key"] = key.id;
    at.live.change(create_key(visitor.user->id, key));
    return show_profile(at, visitor, key.secret);
  });
}

Response revoke_own_token(Context& context) {
  return member_form(context, [](Context& at, const Visitor& visitor) {
    const std::string id = at.request.form().get("id");
    const ApiKey* key = at.world.key(id);
    if (key == nullptr || !is_own_token(*key, at, visitor)) throw Forbidden("no_such_key");
    at.facts["key"] = id;
    at.live.change(change_key_state(visitor.user->id, at.site.name, id, ApiKey::State::kRevoked));
    return redirect_response("/profile?revoked", 303);
  });
}

}  // namespace conform::mock
