#include <algorithm>
#include <optional>
#include <string>

#include "mock_server/instance/pages.hpp"
#include "mock_server/world/administration.hpp"

namespace conform::mock {
namespace {

std::string owner_name(const World& world, const ApiKey& key) {
  const User* owner = world.user(key.owner);
  return owner == nullptr ? key.owner : owner->name;
}

// A revoked key is deleted for good: it is shown no more.
void list_keys(const World& world, std::string_view organization, ApiKey::Kind kind,
               std::string_view section, std::string_view none, PageValues& values) {
  PageValues list;
  for (const ApiKey& key : world.keys) {
    if (key.organization != organization || key.kind != kind ||
        key.state == ApiKey::State::kRevoked) {
      continue;
    }
    PageValues item;
    item.texts = {{"ID", key.id}, {"NAME", key.name}, {"OWNER", owner_name(world, key)}};
    item.shown.emplace_back(key.state == ApiKey::State::kActive ? "ACTIVE" : "DISABLED");
    list.repeated.push_back({"KEY", std::move(item)});
  }
  if (list.repeated.empty()) {
    values.shown.emplace_back(none);
  } else {
    values.repeated.push_back({std::string(section), std::move(list)});
  }
}

Response show_keys(const Context& context, std::string_view created) {
  const auto world = context.live.world();  // as it is after what was just done
  const std::string& organization = context.site.name;
  PageValues values;
  values.texts = {{"SECRET", std::string(created)},
                  {"KEY_URL", context.own_origin() + "/mcp/https"}};
  if (!created.empty()) values.shown.emplace_back("CREATED");
  if (context.request.query().has("saved")) values.shown.emplace_back("SAVED");
  if (world->organization(organization)->settings.personal_access_tokens) {
    values.shown.emplace_back("TOKENS_ON");
  }
  list_keys(*world, organization, ApiKey::Kind::kOrganization, "ORGANIZATION_KEYS",
            "NO_ORGANIZATION_KEYS", values);
  list_keys(*world, organization, ApiKey::Kind::kPersonal, "PERSONAL_TOKENS", "NO_PERSONAL_TOKENS",
            values);
  return page_response(context, 200, "api_keys", "API Keys", values);
}

Response create(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  ApiKey key;
  key.name = name_from(context.request.form(), "name");
  if (key.name.empty()) throw Forbidden("incomplete_form", "A key needs a name.");
  key.id = "key_" + context.ids.hex(8);
  key.secret = omni_key(context.ids.base62(46));
  key.organization = context.site.name;
  key.owner = visitor.user->id;
  key.kind = ApiKey::Kind::kOrganization;
  key.created = context.clock.now();
  context.facts["key"] = key.id;
  context.live.change(create_key(visitor.user->id, key));
  return show_keys(context, key.secret);
}

std::optional<ApiKey::State> wanted_state(std::string_view text) {
  if (text == "active") return ApiKey::State::kActive;
  if (text == "disabled") return ApiKey::State::kDisabled;
  if (text == "revoked") return ApiKey::State::kRevoked;
  return std::nullopt;
}

Response change_state(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  const Parameters form = context.request.form();
  const auto state = wanted_state(form.get("state"));
  if (!state) throw Forbidden("incomplete_form");
  context.facts["key"] = form.get("id");
  context.live.change(
      change_key_state(visitor.user->id, context.site.name, form.get("id"), *state));
  return redirect_response("/settings/api-keys?saved", 303);
}

Response switch_personal_tokens(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  const bool on = context.request.form().get("personal_access_tokens") == "on";
  if (context.organization().settings.personal_access_tokens != on) {
    const auto flag = std::ranges::find(all_setting_flags(), &Settings::personal_access_tokens,
                                        &SettingFlag::flag);
    context.live.change(
        change_settings(visitor.user->id, context.site.name, {{std::to_address(flag), on}}));
  }
  return redirect_response("/settings/api-keys?saved", 303);
}

}  // namespace

Response api_keys_page(Context& context) {
  return member_page(context, [](Context& at, const Visitor& visitor) {
    require_organization_admin(visitor);
    return show_keys(at, "");
  });
}
Response create_organization_key(Context& context) { return member_form(context, create); }
Response change_api_key(Context& context) { return member_form(context, change_state); }
Response change_personal_tokens(Context& context) {
  return member_form(context, switch_personal_tokens);
}

}  // namespace conform::mock
