#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class CarriedAnswers : public MockFixture {
 protected:
  // What the client is handed after this change, and what the person clicked.
  Parameters answer(const char* change_of_answer, const std::string& decision = "authorize") {
    change([change_of_answer](World& world) {
      const Json fault{{"do", {{"authorization_answer", Json::parse(change_of_answer)}}}};
      world.faults = {read_fault(JsonReader(fault, "test"), 0)};
    });
    sign_in("acme", "quinn");
    return answer_of(decide(authorize(authorization_parameters(registered())), decision));
  }
};

TEST_F(CarriedAnswers, AParameterIsSetFromWhatItWas) {
  change([](World& world) {
    world.authorization.issuer = AuthorizationBehaviour::Issuer::kAdvertisedAndSent;
  });
  const Parameters changed = answer(R"({"set": {"iss": "{iss}/", "extra": "1"}})");
  EXPECT_EQ(changed.get("iss"), mock->origin("callbacks") + "/");
  EXPECT_EQ(changed.get("extra"), "1");
  EXPECT_EQ(changed.get("state"), "a+b/c= &x");
  EXPECT_EQ(changed.count("iss"), 1U);
}

TEST_F(CarriedAnswers, ACodeBecomesAnError) {
  const Parameters changed = answer(R"({"remove": ["code"], "set": {"error": "server_error"}})");
  EXPECT_FALSE(changed.has("code"));
  EXPECT_EQ(changed.get("error"), "server_error");
}

TEST_F(CarriedAnswers, AParameterComesTwice) {
  EXPECT_EQ(answer(R"({"add": {"code": "another"}})").count("code"), 2U);
}

TEST_F(CarriedAnswers, ARefusalIsCarriedToo) {
  EXPECT_EQ(answer(R"({"set": {"error_description": "no"}})", "cancel").get("error_description"),
            "no");
}

// A redirect to the sign-in page or to the authorization page answers nothing yet.
TEST_F(CarriedAnswers, OtherRedirectsAreLeftAlone) {
  change([](World& world) {
    const Json fault = Json::parse(R"({"do": {"authorization_answer": {"set": {"x": "1"}}}})");
    world.faults = {read_fault(JsonReader(fault, "test"), 0)};
  });
  sign_in("acme", "quinn");
  const std::string location =
      authorize(authorization_parameters(registered())).headers.get("Location");
  EXPECT_NE(location.find("ticket="), std::string::npos);
  EXPECT_EQ(location.find("x=1"), std::string::npos);
}

class GrantTypes : public MockFixture {};

TEST_F(GrantTypes, OnlyRefreshesAreStruck) {
  change([](World& world) {
    const Json fault =
        Json::parse(R"({"on": {"grant_type": "refresh_token"}, "do": {"status": 503}})");
    world.faults = {read_fault(JsonReader(fault, "test"), 0)};
  });
  sign_in("acme", "quinn");
  const std::string id = registered();
  const Json tokens = obtained_tokens(id);
  ASSERT_TRUE(tokens.contains("refresh_token"));
  EXPECT_EQ(exchange({{"grant_type", "refresh_token"},
                      {"client_id", id},
                      {"refresh_token", tokens.at("refresh_token").get<std::string>()}})
                .status,
            503);
}

class FurtherScopes : public MockFixture {};

TEST_F(FurtherScopes, AreGrantedWhenTheWorldHasThem) {
  sign_in("acme", "quinn");
  const std::string id = registered();
  Parameters asked;
  for (const auto& [name, value] : authorization_parameters(id)) {
    asked.add(name, name == "scope" ? "mcp:access mcp:write" : value);
  }
  EXPECT_NE(authorize(asked).headers.get("Location").find("invalid_scope"), std::string::npos);
  change([](World& world) { world.authorization.further_scopes = {"mcp:write"}; });
  const std::string code = answer_of(decide(authorize(asked), "authorize")).get("code");
  EXPECT_EQ(json_of(exchange(token_form(id, code))).at("scope"), "mcp:access mcp:write");
}

}  // namespace
}  // namespace conform::mock
