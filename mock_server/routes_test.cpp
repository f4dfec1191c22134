// The one table of endpoints: what is served, and what is meant by a path that is not.
#include "mock_server/handling/handler.hpp"
#include "mock_server/handling/route_match.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

TEST(EndpointOf, TellsWhatARequestWasFor) {
  EXPECT_EQ(endpoint_of("POST", "/callback/mcp", true), Endpoint::kMcp);
  EXPECT_EQ(endpoint_of("POST", "/callback/mcp", false), Endpoint::kOther);
  EXPECT_EQ(endpoint_of("POST", "/mcp/https", false), Endpoint::kMcp);
  EXPECT_EQ(endpoint_of("GET", "/.well-known/oauth-protected-resource/callback/mcp", true),
            Endpoint::kProtectedResourceMetadata);
  EXPECT_EQ(endpoint_of("GET", "/.well-known/openid-configuration", true),
            Endpoint::kAuthorizationServerMetadata);
  EXPECT_EQ(endpoint_of("GET", "/callback/mcp/oauth/authorize", true), Endpoint::kAuthorize);
  EXPECT_EQ(endpoint_of("GET", "/oauth/mcp/authorize", false), Endpoint::kConsent);
  // Guessed places count as what they were meant for.
  EXPECT_EQ(endpoint_of("POST", "/register", false), Endpoint::kRegistration);
  EXPECT_EQ(endpoint_of("GET", "/authorize", true), Endpoint::kAuthorize);
  EXPECT_EQ(endpoint_of("GET", "/favicon.ico", true), Endpoint::kOther);
}

// Of every method, as the endpoint is what the path is for.
TEST(EndpointOf, AWrongMethodDoesNotChangeWhatThePathIsFor) {
  for (const char* method : {"GET", "HEAD", "OPTIONS", "PUT", "POST"}) {
    EXPECT_EQ(endpoint_of(method, "/oauth/register", true), Endpoint::kRegistration);
    EXPECT_EQ(endpoint_of(method, "/callback/mcp/oauth/token", true), Endpoint::kToken);
    EXPECT_EQ(endpoint_of(method, "/callback/mcp/", true), Endpoint::kMcp);
    EXPECT_EQ(endpoint_of(method, "/mcp/https/", false), Endpoint::kMcp);
    EXPECT_EQ(endpoint_of(method, "/logout", false), Endpoint::kSignOut);
    EXPECT_EQ(endpoint_of(method, "/profile/elsewhere", false), Endpoint::kPage);
    EXPECT_EQ(endpoint_of(method, "/settings/ai", false), Endpoint::kPage);
    EXPECT_EQ(endpoint_of(method, "/profile/token", false), Endpoint::kToken);
    EXPECT_EQ(endpoint_of(method, "/api/v2/none", true), Endpoint::kRest);
    EXPECT_EQ(endpoint_of(method, "/_mock/api", false), Endpoint::kControl);
    EXPECT_EQ(endpoint_of(method, "/_mock", true), Endpoint::kControl);
    EXPECT_EQ(endpoint_of(method, "/_mocked", true), Endpoint::kOther);
  }
  EXPECT_EQ(endpoint_of("GET", "/register", true), Endpoint::kOther);
}

TEST(Fits, TakesWholeSegments) {
  std::vector<std::string> parameters;
  EXPECT_TRUE(fits("/a/{id}/b/{name}", "/a/1%202/b/x", parameters));
  EXPECT_EQ(parameters, (std::vector<std::string>{"1 2", "x"}));
  for (const char* other : {"/a//b/x", "/a/1/b", "/a/1/b/x/", "/a/1/c/x", "a/1/b/x"}) {
    EXPECT_FALSE(fits("/a/{id}/b/{name}", other, parameters)) << other;
  }
  EXPECT_FALSE(fits("/a", "/a/", parameters));
  EXPECT_FALSE(fits("/a/", "/a", parameters));
}

TEST(Fits, AStarStandsForTheRest) {
  std::vector<std::string> parameters;
  EXPECT_TRUE(fits("/api/*", "/api/", parameters));
  EXPECT_FALSE(fits("/api/*", "/api", parameters));
  EXPECT_TRUE(fits("*/token", "/a/b/token", parameters));
  EXPECT_FALSE(fits("*/token", "/a/tokens", parameters));
  EXPECT_TRUE(fits("*/known/*", "/a/known/b", parameters));
}

class Routes : public MockFixture {};

TEST_F(Routes, AWorldDecidesWhatElseIsServed) {
  Site site;
  site.name = kCallbacks;
  const auto is_served = [&](std::string_view method, std::string_view path) {
    return find_route(*mock->world(), site, method, path).handler != nullptr;
  };
  EXPECT_FALSE(is_served("POST", "/token") || is_served("GET", "/callback/mcp/"));
  change([](World& world) { world.authorization.default_endpoints = true; });
  EXPECT_TRUE(is_served("POST", "/token") && is_served("POST", "/register"));
  EXPECT_EQ(find_route(*mock->world(), site, "GET", "/token").allowed, "POST");
  change([](World& world) { world.mcp.moved_with = 308; });
  EXPECT_TRUE(is_served("POST", "/callback/mcp/"));
}

}  // namespace
}  // namespace conform::mock
