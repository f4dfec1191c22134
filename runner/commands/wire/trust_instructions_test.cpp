#include "runner/commands/wire/trust_instructions.hpp"

#include <gtest/gtest.h>

namespace conform::runner {
namespace {

TEST(TrustInstructions, NameTheAuthorityAndTheHosts) {
  const std::string text =
      trust_instructions("/somewhere/ca.pem", {"callbacks.omniapp.co", "acme.omniapp.co"}, 8443);
  EXPECT_NE(text.find("NODE_EXTRA_CA_CERTS=/somewhere/ca.pem"), std::string::npos) << text;
  EXPECT_NE(text.find("127.0.0.1 callbacks.omniapp.co acme.omniapp.co\n"), std::string::npos);
  EXPECT_NE(text.find("now it is 8443"), std::string::npos);
}

TEST(TrustInstructions, SayNothingOfPortsOnTheUsualOne) {
  EXPECT_EQ(trust_instructions("ca.pem", {}, 443).find("--port"), std::string::npos);
}

}  // namespace
}  // namespace conform::runner
