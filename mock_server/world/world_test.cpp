#include "mock_server/world/world.hpp"

#include <gtest/gtest.h>

#include "foundation/text/ids.hpp"

namespace conform::mock {
namespace {

const std::string kWorlds = CONFORM_SOURCE_DIR "/fixtures/worlds";

std::string error_of(const std::string& text) {
  try {
    parse_world(Json::parse(text), "w.json");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(AcmeWorld, HasAPersonForEachRole) {
  const World world = load_world(kWorlds + "/acme.json");
  std::vector<Role> roles;
  for (const char* user : {"vera", "rita", "quinn", "moe", "connie"}) {
    ASSERT_NE(world.user(user), nullptr) << user;
    roles.push_back(world.user(user)->memberships.at("acme").role);
  }
  EXPECT_EQ(roles, (std::vector{Role::kViewer, Role::kRestrictedQuerier, Role::kQuerier,
                                Role::kModeler, Role::kConnectionAdmin}));
  EXPECT_TRUE(world.user("ada")->memberships.at("acme").organization_admin);
  EXPECT_EQ(world.user("omar")->memberships.size(), 2U);
  EXPECT_FALSE(world.user("dan")->memberships.at("acme").active);
  EXPECT_EQ(world.user("vera@acme.example"), world.user("vera"));
}

TEST(AcmeWorld, HasKeysOfBothKindsInEveryState) {
  const World world = load_world(kWorlds + "/acme.json");
  EXPECT_EQ(world.key("acme_disabled_key")->state, ApiKey::State::kDisabled);
  EXPECT_EQ(world.key("acme_revoked_key")->state, ApiKey::State::kRevoked);
  EXPECT_EQ(world.key("acme_revoked_token")->kind, ApiKey::Kind::kPersonal);
  EXPECT_EQ(world.key("acme_modeler_token")->kind, ApiKey::Kind::kPersonal);
  const ApiKey* demoted = world.key("acme_demoted_token");
  EXPECT_FALSE(may(world.user(demoted->owner)->memberships.at("acme").role,
                   Permission::kCreateStandardToken));
  for (const ApiKey& key : world.keys) EXPECT_TRUE(is_well_formed_omni_key(key.secret)) << key.id;
}

TEST(AcmeWorld, BringsTheProductsDocuments) {
  const World world = load_world(kWorlds + "/acme.json");
  EXPECT_TRUE(world.client_documents.contains("https://vscode.dev/oauth/client-metadata.json"));
  EXPECT_TRUE(
      world.client_documents.contains("https://chatgpt.com/oauth/codex/{callback_id}/client.json"));
}

TEST(ParseWorld, NamesFilePlaceAndWhatWouldBeRight) {
  EXPECT_EQ(error_of(R"({"name":"x"})"),
            "w.json: the document must have the member \"organizations\"");
  EXPECT_EQ(error_of(R"({"name":"x","organizations":[],"extra":1})")
                .find("w.json: /extra is not known here"),
            0U);
  EXPECT_EQ(error_of(R"({"name":"x","organizations":[{"id":"A b","name":"n"}]})")
                .find("w.json: /organizations/0/id becomes a host name"),
            0U);
  EXPECT_EQ(
      error_of(
          R"({"name":"x","organizations":[{"id":"a","name":"n","settings":{"mcp_server":"no"}}]})"),
      "w.json: /organizations/0/settings/mcp_server must be true or false, but is string");
  EXPECT_NE(
      error_of(R"({"name":"x","organizations":[{"id":"a","name":"n"}],
      "users":[{"id":"u","email":"e","name":"n","memberships":{"a":{"id":"1","role":"king"}}}]})")
          .find("/users/0/memberships/a/role is \"king\", but must be one of no_access, viewer"),
      std::string::npos);
  EXPECT_NE(error_of(R"({"name":"x","organizations":[{"id":"a","name":"n"}],
      "keys":[{"id":"k","name":"n","organization":"a","owner":"nobody"}]})")
                .find("/keys/0/owner must be the id of a member"),
            std::string::npos);
  EXPECT_NE(
      error_of(R"({"name":"x","organizations":[{"id":"a","name":"n"},{"id":"a","name":"n"}]})")
          .find("/organizations/1/id is used twice"),
      std::string::npos);
  EXPECT_NE(error_of(R"({"name":"x","organizations":[{"id":"a","name":"n"}],
      "authorization":{"state":"lost"}})")
                .find("must be one of \"echoed\", \"wrong\", \"missing\""),
            std::string::npos);
}

TEST(LoadWorld, SaysWhichFileCannotBeRead) {
  EXPECT_THROW(load_world("/nowhere/w.json"), std::runtime_error);
}

TEST(Permissions, FollowTheTable) {
  EXPECT_TRUE(may(Role::kViewer, Permission::kAuthorizeMcpClient));
  EXPECT_TRUE(may(Role::kViewer, Permission::kListTools));
  EXPECT_FALSE(may(Role::kViewer, Permission::kQueryTopics));
  EXPECT_TRUE(may(Role::kRestrictedQuerier, Permission::kQueryTopics));
  EXPECT_FALSE(may(Role::kRestrictedQuerier, Permission::kQueryFullModel));
  EXPECT_FALSE(may(Role::kQuerier, Permission::kCreateStandardToken));
  EXPECT_TRUE(may(Role::kModeler, Permission::kCreateStandardToken));
  EXPECT_EQ(role_from("QUERY_TOPICS"), Role::kRestrictedQuerier);
  EXPECT_EQ(role_from("Restricted Querier"), Role::kRestrictedQuerier);
  EXPECT_FALSE(role_from("owner"));
}

}  // namespace
}  // namespace conform::mock
