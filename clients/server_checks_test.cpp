// The server checks against the mock, over its sockets: green as it is, and each sees a defect.
#include "clients/server_checks.hpp"

#include <gmock/gmock.h>

#include <set>

#include "mock_server/http/server.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform {
namespace {

using ::testing::Contains;

class ServerChecks : public MockFixture {
 protected:
  std::vector<ServerFinding> findings() {
    Person person(*mock);
    person.perform({PersonMove::Kind::kSignsIn, "acme", "quinn", {}});
    return verify(
        {.url = mock->oauth_url(),
         .bearer = {},
         .revoked_bearer = "revoked-long-ago-000000",
         .oauth = true,
         .open_browser = [&](const std::string& url) { return person.open(url, false); }});
  }
  std::vector<std::string> failed() {
    std::vector<std::string> ids;
    for (const ServerFinding& finding : findings()) {
      if (finding.outcome == ServerFinding::Outcome::kFail) ids.push_back(finding.check);
    }
    return ids;
  }

  HttpServer server_{*mock};
};

TEST_F(ServerChecks, AreGreenAgainstTheMock) {
  std::size_t passed = 0;
  for (const ServerFinding& finding : findings()) {
    EXPECT_NE(finding.outcome, ServerFinding::Outcome::kFail)
        << finding.check << ": " << finding.seen;
    passed += finding.outcome == ServerFinding::Outcome::kPass ? 1U : 0U;
  }
  EXPECT_GE(passed + 2, server_checks().size());  // sessions and registration are settings
}

TEST_F(ServerChecks, AreNamedOnce) {
  std::set<std::string_view> ids;
  for (const ServerCheck& check : server_checks()) EXPECT_TRUE(ids.insert(check.id).second);
  EXPECT_GE(ids.size(), 40U);
}

TEST_F(ServerChecks, SeeAMockWithoutChallenge) {
  mock->change({"no challenge", [](World& world) { world.authorization.challenge = false; }});
  EXPECT_THAT(failed(), Contains("challenge-is-bearer"));
}

TEST_F(ServerChecks, SeeAMockThatIsOpen) {
  mock->change({"open", [](World& world) { world.mcp.open = true; }});
  EXPECT_THAT(failed(), Contains("unauthenticated-is-401"));
}

TEST_F(ServerChecks, WriteNothingUnlessTold) {
  const std::vector<ServerFinding> found = verify({.url = mock->oauth_url(),
                                                   .bearer = {},
                                                   .revoked_bearer = {},
                                                   .oauth = false,
                                                   .open_browser = {}});
  EXPECT_THAT(found,
              Contains(::testing::Field(&ServerFinding::outcome, ServerFinding::Outcome::kPass)));
  for (const Exchange& exchange : mock->transcript().exchanges()) {
    EXPECT_NE(exchange.endpoint, Endpoint::kRegistration);
    EXPECT_NE(exchange.endpoint, Endpoint::kToken);
  }
}

}  // namespace
}  // namespace conform
