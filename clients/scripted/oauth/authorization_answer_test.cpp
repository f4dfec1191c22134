#include "clients/scripted/oauth/authorization_answer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace conform::clients {
namespace {

const std::string kIssuer = "http://127.0.0.1:1";

// The code, or what is wrong in the first words of the trouble.
std::string read(const std::string& query, const Behaviour::Authorization& how = {},
                 bool advertised = false) {
  const auto answer = read_authorization_answer(how, "http://127.0.0.1:2/callback?" + query,
                                                {"s", kIssuer, advertised});
  if (answer) return "code " + answer->code;
  const std::string& text = answer.error().trouble.text;
  return text.substr(0, text.find_first_of(" :"));
}

TEST(AuthorizationAnswer, IsBelievedWhenItsStateAndIssuerAreRight) {
  EXPECT_EQ(read("code=k&state=s"), "code k");
  EXPECT_EQ(read("code=k&state=s&iss=" + kIssuer), "code k");
  EXPECT_EQ(read("code=k&state=s&iss=" + kIssuer, {}, true), "code k");
  EXPECT_EQ(read("code=k&state=other"), "Invalid");
  EXPECT_EQ(read("code=k"), "Invalid");
  EXPECT_EQ(read("code=k&state=s", {}, true), "Issuer");
  EXPECT_EQ(read("code=k&state=s&iss=" + kIssuer + "/"), "Issuer");
  EXPECT_EQ(read("state=s"), "The");
}

TEST(AuthorizationAnswer, HasAnErrorThatCountsOnlyFromTheRightServer) {
  EXPECT_EQ(read("error=server_error&state=s"), "server_error");
  EXPECT_EQ(read("error=server_error&state=s&iss=https://x.example"), "Issuer");
  Behaviour::Authorization hasty;
  hasty.error_before_issuer = true;
  EXPECT_EQ(read("error=server_error&state=s&iss=https://x.example", hasty), "server_error");
}

TEST(AuthorizationAnswer, IsReadOtherwiseByOtherClients) {
  Behaviour::Authorization how;
  how.misses_issuer = false;
  EXPECT_EQ(read("code=k&state=s", how, true), "code k");
  how = {};
  how.demands_issuer = true;
  EXPECT_EQ(read("code=k&state=s", how), "Issuer");
  how = {};
  how.trims_issuer = true;
  EXPECT_EQ(read("code=k&state=s&iss=" + kIssuer + "/", how), "code k");
  how = {};
  how.ignores_unknown_parameters = false;
  EXPECT_EQ(read("code=k&state=s&hint=1", how), "The");
  EXPECT_EQ(read("code=k&state=s&hint=1"), "code k");
}

}  // namespace
}  // namespace conform::clients
