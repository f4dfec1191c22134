// What holds for every page and every form of members, whatever it shows or does.
#include <vector>

#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

const std::vector<std::string> kMemberPages = {"/profile", "/profile/tokens", "/settings/ai",
                                               "/settings/api-keys", "/settings/users"};
const std::vector<std::string> kAdminPages = {"/settings/ai", "/settings/api-keys",
                                              "/settings/users"};

struct Form {
  std::string path;
  Parameters fields;  // would change something if Ada sent them in the right way
};
const std::vector<Form> kAdminForms = {
    {"/settings/ai", {{"omni_agent", "on"}}},
    {"/settings/api-keys", {{"name", "New"}}},
    {"/settings/api-keys/state", {{"id", "acme_querier_key"}, {"state", "revoked"}}},
    {"/settings/api-keys/personal-tokens", {}},
    {"/settings/users", {{"email", "new@acme.example"}, {"name", "New"}, {"role", "Viewer"}}},
    {"/settings/users/role", {{"user", "quinn"}, {"role", "Viewer"}}},
    {"/settings/users/active", {{"user", "quinn"}, {"active", "no"}}},
};
const std::vector<Form> kOwnForms = {
    {"/profile/tokens", {{"name", "Mine"}}},
    {"/profile/tokens/revoke", {{"id", "acme_modeler_token"}}},
};

class Members : public MockFixture {
 protected:
  [[nodiscard]] std::string acme(const std::string& path) const {
    return mock->origin("acme") + path;
  }
};

TEST_F(Members, EveryPageAsksToSignInAndComesBack) {
  for (const std::string& page : kMemberPages) {
    cookies.clear();
    const Response asked = browse("GET", acme(page + "?saved"));
    ASSERT_EQ(asked.status, 302) << page;
    const std::string login_page = browse("GET", acme(asked.headers.get("Location"))).body;
    const std::string back = hidden(login_page, "return_to");
    EXPECT_EQ(back, page + "?saved");
    const Response signed_in =
        browse("POST", acme("/login"),
               {{"email", "ada@acme.example"}, {"password", "omni"}, {"return_to", back}});
    EXPECT_EQ(browse("GET", acme(signed_in.headers.get("Location"))).status, 200) << page;
  }
}

TEST_F(Members, SettingsAreForOrganizationAdmins) {
  sign_in("acme", "connie");  // the highest role, but no Organization Admin
  for (const std::string& page : kAdminPages) {
    const Response response = browse("GET", acme(page));
    EXPECT_EQ(response.status, 403) << page;
    EXPECT_EQ(last_refusal(), "organization_admin_required");
    EXPECT_NE(response.body.find("Organization Admin permissions are required"), std::string::npos);
  }
  const auto before = mock->world();
  for (const Form& form : kAdminForms) {
    EXPECT_EQ(submit("acme", form.path, form.fields).status, 403) << form.path;
    EXPECT_EQ(last_refusal(), "organization_admin_required");
  }
  EXPECT_EQ(mock->world(), before);
}

TEST_F(Members, AnAdminElsewhereIsNoneHere) {
  change([](World& world) { world.user("omar")->memberships["globex"].organization_admin = true; });
  sign_in("acme", "omar");
  sign_in("globex", "omar");
  EXPECT_EQ(browse("GET", mock->origin("globex") + "/settings/users").status, 200);
  EXPECT_EQ(browse("GET", acme("/settings/users")).status, 403);
}

TEST_F(Members, EveryFormChangesSomethingWithItsToken) {
  for (const Form& form : kAdminForms) {
    sign_in("acme", "ada");
    const auto before = mock->world();
    EXPECT_LT(submit("acme", form.path, form.fields).status, 400) << form.path;
    EXPECT_NE(mock->world(), before) << form.path;
  }
  change([](World& world) { world.organization("acme")->settings.personal_access_tokens = true; });
  sign_in("acme", "moe");
  for (const Form& form : kOwnForms) {
    const auto before = mock->world();
    EXPECT_LT(submit("acme", form.path, form.fields).status, 400) << form.path;
    EXPECT_NE(mock->world(), before) << form.path;
  }
}

TEST_F(Members, WithoutItsTokenAFormChangesNothing) {
  const auto before = mock->world();
  const auto refused = [&](const Form& form, const std::string& token) {
    Parameters fields = form.fields;
    if (!token.empty()) fields.add("csrf", token);
    EXPECT_EQ(browse("POST", acme(form.path), fields).status, 403) << form.path;
    EXPECT_EQ(last_refusal(), "form_expired");
  };
  sign_in("acme", "moe");
  const std::string of_another_session = hidden(browse("GET", acme("/profile")).body, "csrf");
  for (const Form& form : kOwnForms) refused(form, "");
  sign_in("acme", "ada");
  for (const Form& form : kAdminForms) {
    refused(form, "");
    refused(form, of_another_session);
  }
  const std::string of_this_session = hidden(browse("GET", acme("/profile")).body, "csrf");
  cookies.clear();
  for (const Form& form : kAdminForms) refused(form, of_this_session);
  EXPECT_EQ(mock->world(), before);
}

TEST_F(Members, WhoIsDeactivatedGetsNoFurtherAndCanLogOut) {
  sign_in("acme", "ada");
  const std::string csrf = hidden(browse("GET", acme("/")).body, "csrf");
  change([](World& world) { world.user("ada")->memberships["acme"].active = false; });
  const auto before = mock->world();
  for (const std::string& page : kMemberPages) {
    EXPECT_EQ(browse("GET", acme(page)).status, 403) << page;
    EXPECT_EQ(last_refusal(), "user_deactivated");
  }
  for (const Form& form : kAdminForms) {
    EXPECT_EQ(submit("acme", form.path, form.fields).status, 403) << form.path;
  }
  EXPECT_EQ(mock->world(), before);
  EXPECT_NE(browse("GET", acme("/profile")).body.find("id=\"sign-out\""), std::string::npos);
  EXPECT_EQ(browse("POST", acme("/logout"), {{"csrf", csrf}}).status, 303);
  EXPECT_TRUE(cookies.empty());
}

TEST_F(Members, ForeignTextIsEscapedOnEveryPage) {
  const std::string hostile = "<img src=x onerror=alert(1)>\"'&{{TITLE}}";
  change([&](World& world) {
    world.organization("acme")->name = hostile;
    world.user("ada")->name = hostile;
    world.user("ada")->email = "ada\"><img src=x>@acme.example";
    world.user("ada")->memberships["globex"] = world.user("ada")->memberships["acme"];
    world.organization("globex")->name = hostile;
    for (ApiKey& key : world.keys) {
      key.name = hostile;
      if (key.kind == ApiKey::Kind::kPersonal) key.owner = "ada";
    }
  });
  std::vector<std::string> pages = kMemberPages;
  pages.emplace_back("/");
  pages.emplace_back("/login");
  sign_in("acme", "ada");
  for (const std::string& page : pages) {
    const Response response = browse("GET", acme(page));
    EXPECT_EQ(response.status, 200) << page;
    EXPECT_EQ(response.body.find("<img"), std::string::npos) << page;
    EXPECT_NE(response.body.find("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;{{TITLE}}"),
              std::string::npos)
        << page;
  }
}

TEST_F(Members, PagesAreNotKeptAndRunNoScriptButTheirOwn) {
  sign_in("acme", "ada");
  for (const std::string& page : kMemberPages) {
    const Response response = browse("GET", acme(page));
    EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
    EXPECT_NE(response.headers.get("Content-Security-Policy").find("default-src 'none'"),
              std::string::npos);
    EXPECT_NE(response.headers.get("Content-Security-Policy").find("; script-src 'sha256-"),
              std::string::npos);
    EXPECT_EQ(response.body.find("<script"), response.body.rfind("<script"));
  }
}

TEST_F(Members, TheNavigationSaysWhoAndWhere) {
  sign_in("acme", "ada");
  const std::string page = browse("GET", acme("/settings/users")).body;
  for (const char* text : {"Acme Outfitters", "Ada Admin", "Organization Admin", "Log out",
                           "href=\"/settings/users\" aria-current=\"page\""}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
  sign_in("acme", "vera");
  const std::string for_viewers = browse("GET", acme("/profile")).body;
  EXPECT_NE(for_viewers.find("href=\"/profile\" aria-current=\"page\""), std::string::npos);
  EXPECT_EQ(for_viewers.find("href=\"/settings"), std::string::npos);
}

TEST_F(Members, LongNamesAreCutBetweenCharacters) {
  sign_in("acme", "ada");
  std::string name = "a";
  for (int i = 0; i < 150; ++i) name += "\u00e9";  // two bytes each: byte 200 is inside one
  submit("acme", "/settings/api-keys", {{"name", "  " + name + "  "}});
  EXPECT_EQ(mock->world()->keys.back().name, name.substr(0, 199));
}

}  // namespace
}  // namespace conform::mock
