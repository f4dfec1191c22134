#include <gmock/gmock.h>

#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

using testing::HasSubstr;
using testing::Not;

class Users : public MockFixture {
 protected:
  std::string page() { return browse("GET", mock->origin("acme") + "/settings/users").body; }
  Response add(const std::string& email, const std::string& name, const std::string& role) {
    return submit("acme", "/settings/users", {{"email", email}, {"name", name}, {"role", role}});
  }
  Response set_role(const std::string& user, const std::string& role, bool admin) {
    Parameters form{{"user", user}, {"role", role}};
    if (admin) form.add("organization_admin", "on");
    return submit("acme", "/settings/users/role", form);
  }
  Response set_active(const std::string& user, const std::string& active) {
    return submit("acme", "/settings/users/active", {{"user", user}, {"active", active}});
  }
  [[nodiscard]] const Membership& membership(const std::string& user) const {
    return mock->world()->user(user)->memberships.at("acme");
  }
  [[nodiscard]] std::string last_note() const {
    return mock->transcript().notes(Note::Kind::kAdmin).back().text;
  }
};

TEST_F(Users, ListsTheMembersWithRoles) {
  sign_in("acme", "ada");
  const std::string text = page();
  for (const char* part : {"Vera Viewer", "vera@acme.example", "Restricted Querier", "(you)",
                           "Deactivated", "<option selected>Connection Admin</option>"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("Gail Globex")));
}

TEST_F(Users, ARoleCountsFromTheNextRequestOn) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  const Json query = call("pickTopic", {{"modelId", "9d9440e5-8522-4507-b092-1ac26ba26673"},
                                        {"prompt", "orders by status"}});
  EXPECT_THAT(rpc(mock->oauth_url(), token, query).body, Not(HasSubstr("Permission denied")));
  sign_in("acme", "ada");
  EXPECT_EQ(set_role("quinn", "Viewer", false).status, 303);
  EXPECT_EQ(last_note(), "ada makes quinn Viewer at acme");
  EXPECT_EQ(membership("quinn").role, Role::kViewer);
  EXPECT_THAT(rpc(mock->oauth_url(), token, query).body, HasSubstr("Permission denied"));
}

TEST_F(Users, AnotherAdminCanBeMadeAndTheFirstOneStepDown) {
  sign_in("acme", "ada");
  EXPECT_EQ(set_role("connie", "Connection Admin", true).status, 303);
  EXPECT_EQ(last_note(), "ada makes connie Connection Admin and Organization Admin at acme");
  EXPECT_EQ(set_role("ada", "Viewer", false).status, 303);
  EXPECT_EQ(browse("GET", mock->origin("acme") + "/settings/users").status, 403);
}

TEST_F(Users, TheLastActiveAdminCannotBeLockedOut) {
  sign_in("acme", "ada");
  // One who is deactivated doesn't count, nor one of another organization.
  change([](World& world) { world.user("dan")->memberships["acme"].organization_admin = true; });
  const auto before = mock->world();
  const std::size_t notes = mock->transcript().notes(Note::Kind::kAdmin).size();
  for (const Response& response :
       {set_role("ada", "Connection Admin", false), set_active("ada", "no")}) {
    EXPECT_EQ(response.status, 409);
    EXPECT_THAT(response.body, HasSubstr("at least one active Organization Admin"));
    EXPECT_EQ(last_refusal(), "last_organization_admin");
  }
  EXPECT_EQ(mock->world(), before);
  EXPECT_EQ(mock->transcript().notes(Note::Kind::kAdmin).size(), notes);
  EXPECT_EQ(set_role("ada", "Viewer", true).status, 303);  // the role is no matter
}

TEST_F(Users, AreDeactivatedAndReactivated) {
  sign_in("acme", "ada");
  EXPECT_EQ(set_active("quinn", "no").status, 303);
  EXPECT_EQ(last_note(), "ada deactivates quinn at acme");
  const Parameters log_in{{"email", "quinn@acme.example"}, {"password", "omni"}};
  EXPECT_EQ(browse("POST", mock->origin("acme") + "/login", log_in).status, 403);
  EXPECT_EQ(set_active("quinn", "yes").status, 303);
  EXPECT_EQ(browse("POST", mock->origin("acme") + "/login", log_in).status, 303);
}

TEST_F(Users, AreAdded) {
  sign_in("acme", "ada");
  EXPECT_EQ(add("Nora.New@Acme.example", "Nora New", "Modeler").status, 303);
  EXPECT_EQ(last_note(), "ada adds nora.new@acme.example to acme as Modeler");
  const User* nora = mock->world()->user("nora.new@acme.example");
  ASSERT_NE(nora, nullptr);
  EXPECT_EQ(nora->id, "nora_new");
  EXPECT_EQ(membership("nora_new").role, Role::kModeler);
  EXPECT_FALSE(membership("nora_new").id.empty());
  sign_in("acme", "nora_new");
}

TEST_F(Users, OfAnotherOrganizationBecomeMembersHereToo) {
  sign_in("acme", "ada");
  EXPECT_EQ(add("gail@globex.example", "Somebody", "Viewer").status, 303);
  EXPECT_EQ(mock->world()->user("gail")->name, "Gail Globex");
  EXPECT_EQ(mock->world()->user("gail")->memberships.size(), 2U);
}

TEST_F(Users, AShortNameIsUsedOnce) {
  sign_in("acme", "ada");
  EXPECT_EQ(add("quinn@elsewhere.example", "Other Quinn", "Viewer").status, 303);
  EXPECT_EQ(mock->world()->user("quinn@elsewhere.example")->id, "quinn_2");
}

TEST_F(Users, WhatCannotBeDoneIsRefusedWithAReason) {
  sign_in("acme", "ada");
  const auto before = mock->world();
  const auto refused = [&](const Response& response, int status, const std::string& id) {
    EXPECT_EQ(response.status, status) << id;
    EXPECT_EQ(last_refusal(), id);
  };
  refused(add("quinn@acme.example", "Quinn", "Viewer"), 409, "already_a_member");
  refused(add("not an address", "Quinn", "Viewer"), 400, "incomplete_form");
  refused(add("new@acme.example", "", "Viewer"), 400, "incomplete_form");
  refused(add("new@acme.example", "New", "Emperor"), 400, "incomplete_form");
  refused(set_role("gail", "Viewer", false), 404, "no_such_user");
  refused(set_role("nobody", "Viewer", false), 404, "no_such_user");
  refused(set_role("quinn", "", false), 400, "incomplete_form");
  refused(set_active("nobody", "no"), 404, "no_such_user");
  refused(set_active("quinn", "maybe"), 400, "incomplete_form");
  EXPECT_EQ(mock->world(), before);
}

}  // namespace
}  // namespace conform::mock
