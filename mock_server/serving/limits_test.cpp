#include "foundation/http/limits.hpp"

#include <fmt/format.h>

#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class Limits : public MockFixture {
 protected:
  [[nodiscard]] std::string register_url() const {
    return mock->origin("callbacks") + "/oauth/register";
  }
  void expect_refused(const Response& response, int status, std::string_view id) {
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(last_refusal(), id);
    EXPECT_EQ(json_of(response).at("status"), status);
    // The mock goes on.
    EXPECT_EQ(get(mock->origin("callbacks") + "/.well-known/oauth-protected-resource").status, 200);
  }
};

TEST_F(Limits, OfTheBody) {
  const std::string large(kLargestBody + 1, 'x');
  expect_refused(send("POST", register_url(), {}, large), 413, "body_too_large");
  EXPECT_LT(mock->transcript().exchanges().front().request.body.size(), 100'000U)
      << "what was refused for its size must not be kept";
}

TEST_F(Limits, OfTheHead) {
  expect_refused(send("GET", register_url(), {{"X-Long", std::string(kLargestHead, 'x')}}), 431,
                 "head_too_large");
}

TEST_F(Limits, OfTheNumberOfParameters) {
  std::string many = "a=1";
  for (std::size_t i = 0; i < kMostParameters; ++i) many += "&a=1";
  const Headers form{{"Content-Type", "application/x-www-form-urlencoded"}};
  expect_refused(send("POST", mock->oauth_url() + "/oauth/token", form, many), 400,
                 "too_many_parameters");
  expect_refused(get(mock->oauth_url() + "/oauth/authorize?" + many), 400, "too_many_parameters");
}

TEST_F(Limits, OfTheDepthOfJson) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const Headers json{{"Content-Type", "application/json"}};
  expect_refused(send("POST", register_url(), json, deep), 400, "too_deep");
  expect_refused(send("POST", mock->oauth_url(), json, R"({"a":)" + deep + "}"), 400, "too_deep");
}

// A byte order mark is skipped by the parser, so it must not hide what follows (RFC 8259 section
// 8.1).
TEST_F(Limits, OfTheDepthOfJsonBehindAByteOrderMark) {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  const std::string message = "\xef\xbb\xbf{\"jsonrpc\":\"2.0\",\"id\":" + deep + "}";
  const Headers json{{"Content-Type", "application/json"}};
  expect_refused(send("POST", mock->oauth_url(), json, message), 400, "too_deep");
  expect_refused(send("POST", register_url(), json, "\xef\xbb\xbf \n" + deep), 400, "too_deep");
  expect_refused(send("PATCH", mock->origin("acme") + "/_mock/api/world", json, message), 400,
                 "too_deep");
}

TEST_F(Limits, OfTheMembersAndValuesOfJson) {
  std::string object = "{\"a\":1";
  for (std::size_t i = 0; i < kRequestJson.members; ++i) object += fmt::format(",\"{:x}\":1", i);
  std::string array = "[1";
  for (std::size_t i = 0; i < kRequestJson.values; ++i) array += ",1";
  const Headers json{{"Content-Type", "application/json"}};
  expect_refused(send("POST", mock->oauth_url(), json, object + "}"), 400, "too_many_values");
  expect_refused(send("POST", register_url(), json, array + "]"), 400, "too_many_values");
}

TEST_F(Limits, AnIdThatIsNoScalarIsNotToldInFull) {
  const std::string message = R"({"jsonrpc":"2.0","method":"ping","id":[[1],"x"]})";
  send("POST", mock->oauth_url(), {{"Content-Type", "application/json"}}, message);
  EXPECT_EQ(mock->transcript().exchanges().back().rpc->id, "[...]");
}

TEST_F(Limits, LineBreaksInFields) {
  expect_refused(send("GET", register_url(), {{"X-A", "b\r\nX-C: d"}}), 400, "broken_head");
}

TEST_F(Limits, TextThatIsNoUtf8IsNoJsonAndBreaksNothing) {
  const Headers json{{"Content-Type", "application/json"}};
  EXPECT_EQ(send("POST", register_url(), json, "{\"client_name\": \"\xff\xfe\"}").status, 400);
  EXPECT_EQ(
      post_form(mock->origin("acme") + "/login", {{"email", "\xff"}, {"password", "\xfe"}}).status,
      401);
}

}  // namespace
}  // namespace conform::mock
