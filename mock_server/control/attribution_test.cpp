#include "mock_server/control/attribution.hpp"

#include <gtest/gtest.h>

namespace conform::mock {
namespace {

Entry exchange(Endpoint endpoint, const std::string& agent,
               std::map<std::string, std::string> facts = {}) {
  Exchange made;
  made.endpoint = endpoint;
  made.request.headers.add("User-Agent", agent);
  made.facts = std::move(facts);
  return made;
}

TEST(ClientsOf, AClientsFirstRequestsCountAsItsOwn) {
  const std::vector<Entry> entries{
      exchange(Endpoint::kMcp, "node"),
      exchange(Endpoint::kRegistration, "node", {{"client_id", "1"}, {"client", "Cursor"}}),
      exchange(Endpoint::kAuthorize, "Mozilla/5.0", {{"client_id", "1"}}),
      exchange(Endpoint::kSignIn, "Mozilla/5.0", {{"user", "quinn"}}),
      exchange(Endpoint::kConsent, "Mozilla/5.0", {{"client_id", "1"}}),
      exchange(Endpoint::kToken, "node", {{"client_id", "1"}}),
      Note{6, {}, Note::Kind::kAdmin, "a setting is switched off"}};
  EXPECT_EQ(clients_of(entries),
            (std::vector<std::string>{"Cursor", "Cursor", "Cursor", "", "Cursor", "Cursor", ""}));
}

TEST(ClientsOf, OneUserAgentOfSeveralClientsNamesNone) {
  const std::vector<Entry> entries{
      exchange(Endpoint::kMcp, "node/20"),
      exchange(Endpoint::kRegistration, "node/20", {{"client_id", "1"}, {"client", "A"}}),
      exchange(Endpoint::kRegistration, "node/20", {{"client_id", "2"}, {"client", "B"}}),
      exchange(Endpoint::kMcp, ""),
      exchange(Endpoint::kMcp, "curl/8", {{"key", "acme_admin_key"}})};
  EXPECT_EQ(clients_of(entries), (std::vector<std::string>{"node", "A", "B", "without a User-Agent",
                                                           "key acme_admin_key"}));
}

TEST(Attribution, TellsWhoseClientTurnedOutToBeAnother) {
  Attribution attribution;
  const auto first = attribution.learn(exchange(Endpoint::kMcp, "node"));
  EXPECT_EQ(attribution.client_of(first), "node");
  EXPECT_TRUE(attribution.take_changed().empty());
  attribution.learn(
      exchange(Endpoint::kRegistration, "node", {{"client_id", "1"}, {"client", "A"}}));
  EXPECT_EQ(attribution.client_of(first), "A");
  const auto changed = attribution.take_changed();
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed.front(), std::pair(first, std::string("node")));
}

TEST(Attribution, KnowsNoMoreSendersThanItMay) {
  Attribution attribution(2);
  EXPECT_NE(attribution.learn(exchange(Endpoint::kMcp, "a")), Attribution::kNobody);
  EXPECT_NE(attribution.learn(exchange(Endpoint::kMcp, "b")), Attribution::kNobody);
  EXPECT_EQ(attribution.learn(exchange(Endpoint::kMcp, "c")), Attribution::kNobody);
  EXPECT_NE(attribution.learn(exchange(Endpoint::kMcp, "a")), Attribution::kNobody);
  EXPECT_EQ(attribution.left_out(), 1U);
}

}  // namespace
}  // namespace conform::mock
