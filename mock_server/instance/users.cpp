#include <array>
#include <string>

#include "foundation/text/ascii.hpp"
#include "mock_server/instance/pages.hpp"
#include "mock_server/world/administration.hpp"

namespace conform::mock {
namespace {

constexpr std::array kRoles{Role::kNoAccess, Role::kViewer,  Role::kRestrictedQuerier,
                            Role::kQuerier,  Role::kModeler, Role::kConnectionAdmin};

void list_roles(Role chosen, PageValues& values) {
  for (const Role role : kRoles) {
    PageValues option;
    option.texts = {{"ROLE_NAME", std::string(to_string(role))}};
    if (role == chosen) option.shown.emplace_back("CHOSEN");
    values.repeated.push_back({"ROLE_OPTION", std::move(option)});
  }
}

Response show_users(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  PageValues values;
  if (context.request.query().has("saved")) values.shown.emplace_back("SAVED");
  list_roles(Role::kViewer, values);
  int number = 0;  // makes the ids of the form's controls unique
  for (const User& user : context.world.users) {
    const auto found = user.memberships.find(context.site.name);
    if (found == user.memberships.end()) continue;
    const Membership& membership = found->second;
    PageValues person;
    person.texts = {{"NUMBER", std::to_string(++number)},
                    {"ID", user.id},
                    {"NAME", user.name},
                    {"EMAIL", user.email},
                    {"ROLE_HERE", std::string(to_string(membership.role))}};
    if (membership.organization_admin) person.shown.emplace_back("IS_ADMIN");
    if (user.id == visitor.user->id) person.shown.emplace_back("IS_YOU");
    person.shown.emplace_back(membership.active ? "IS_ACTIVE" : "IS_DEACTIVATED");
    list_roles(membership.role, person);
    values.repeated.push_back({"PERSON", std::move(person)});
  }
  return page_response(context, 200, "users", "Users", values);
}

Role role_of(const Parameters& form) {
  const auto role = role_from(form.get("role"));
  if (!role) throw Forbidden("incomplete_form", "The role is not one of this organization's.");
  return *role;
}

// No more than what keeps a slip of the keyboard from becoming a user.
bool looks_like_an_address(std::string_view email) {
  const std::size_t at = email.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < email.size() &&
         email.find_first_of(" \t\r\n\"<>") == std::string_view::npos;
}

Response add(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  const Parameters form = context.request.form();
  NewMember member;
  member.email = name_from(form, "email");
  member.name = name_from(form, "name");
  if (!looks_like_an_address(member.email) || member.name.empty()) {
    throw Forbidden("incomplete_form", "A user needs an email address and a name.");
  }
  member.membership.id = context.ids.uuid();
  member.membership.role = role_of(form);
  member.membership.organization_admin = form.get("organization_admin") == "on";
  context.live.change(add_member(visitor.user->id, context.site.name, std::move(member)));
  return redirect_response("/settings/users?saved", 303);
}

Response set_role(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  const Parameters form = context.request.form();
  context.live.change(change_role(visitor.user->id, context.site.name, form.get("user"),
                                  role_of(form), form.get("organization_admin") == "on"));
  return redirect_response("/settings/users?saved", 303);
}

Response set_active(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  const Parameters form = context.request.form();
  const std::string wanted = form.get("active");
  if (wanted != "yes" && wanted != "no") throw Forbidden("incomplete_form");
  context.live.change(
      change_active(visitor.user->id, context.site.name, form.get("user"), wanted == "yes"));
  return redirect_response("/settings/users?saved", 303);
}

}  // namespace

Response users_page(Context& context) { return member_page(context, show_users); }
Response add_user(Context& context) { return member_form(context, add); }
Response change_user_role(Context& context) { return member_form(context, set_role); }
Response change_user_active(Context& context) { return member_form(context, set_active); }

}  // namespace conform::mock
