// The server checks against the mock, over its sockets: green as it is, and each sees a defect.
#include "verify/server_checks.hpp"

#include <gmock/gmock.h>

#include <set>

#include "mock_server/mock_fixture.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::verify {

using clients::Account;
using clients::HeadlessUser;
using mock::ListeningMockFixture;
using mock::McpBehaviour;
using mock::World;

namespace {

using ::testing::Contains;

class ServerChecks : public ListeningMockFixture {
 protected:
  std::vector<ServerFinding> findings() {
    const Account account{mock->world()->user("quinn")->email, "omni"};
    HeadlessUser browser(account);
    browser.sign_in(mock->origin("acme") + "/login", account);
    VerifyOptions options;
    options.url = mock->oauth_url();
    options.foreign_bearer = secret("acme_querier_key");
    options.oauth = true;
    options.browser = &browser;
    return verify(options);
  }
  std::vector<std::string> failed() {
    std::vector<std::string> ids;
    for (const ServerFinding& finding : findings()) {
      if (finding.outcome == ServerFinding::Outcome::kFail) ids.push_back(finding.check);
    }
    return ids;
  }
};

TEST_F(ServerChecks, AreGreenAgainstTheMockOfEitherEra) {
  using Eras = McpBehaviour::Eras;
  std::set<std::string> passed;
  for (const Eras eras : {Eras::kHandshake, Eras::kStateless, Eras::kDual}) {
    change([eras](World& world) {
      world.mcp.eras = eras;
      world.mcp.sessions = true;
    });
    for (const ServerFinding& finding : findings()) {
      EXPECT_NE(finding.outcome, ServerFinding::Outcome::kFail)
          << finding.check << ": " << finding.seen;
      if (finding.outcome == ServerFinding::Outcome::kPass) passed.insert(finding.check);
    }
  }
  // What is left needs keys, or an administrator.
  EXPECT_GE(passed.size() + 12, server_checks().size());
}

TEST_F(ServerChecks, SayWhatTheyNeed) {
  VerifyOptions options;
  options.url = mock->oauth_url();
  std::set<std::string> needs;
  for (const ServerFinding& finding : verify(options)) {
    if (finding.outcome == ServerFinding::Outcome::kNotExercised) needs.insert(finding.seen);
  }
  EXPECT_THAT(needs, ::testing::ElementsAre("needs --bearer or --oauth", "needs --foreign",
                                            "needs --foreign-model", "needs --oauth",
                                            "needs --oauth and an administrator", "needs --revoked",
                                            "needs --viewer"));
}

TEST_F(ServerChecks, AreNamedOnce) {
  std::set<std::string_view> ids;
  for (const ServerCheck& check : server_checks()) EXPECT_TRUE(ids.insert(check.id).second);
  EXPECT_GE(ids.size(), 70U);
}

TEST_F(ServerChecks, SeeAMockWithoutChallenge) {
  mock->live().change(
      {"no challenge", [](World& world) { world.authorization.challenge = false; }});
  EXPECT_THAT(failed(), Contains("challenge-is-bearer"));
}

TEST_F(ServerChecks, SeeAMockThatIsOpen) {
  mock->live().change({"open", [](World& world) { world.mcp.open = true; }});
  EXPECT_THAT(failed(), Contains("unauthenticated-is-401"));
}

TEST_F(ServerChecks, WriteNothingUnlessTold) {
  VerifyOptions options;
  options.url = mock->oauth_url();
  const std::vector<ServerFinding> found = verify(options);
  EXPECT_THAT(found,
              Contains(::testing::Field(&ServerFinding::outcome, ServerFinding::Outcome::kPass)));
  for (const Exchange& exchange : mock->transcript().exchanges()) {
    EXPECT_NE(exchange.endpoint, Endpoint::kRegistration);
    EXPECT_NE(exchange.endpoint, Endpoint::kToken);
  }
}

}  // namespace
}  // namespace conform::verify
