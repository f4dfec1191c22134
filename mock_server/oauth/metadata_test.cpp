#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

// Somebody took these hashes of the live documents on 2026-08-13 (docs/omni.md, "Metadata
// documents"): SHA-256 of the JSON with sorted members and no spaces.
constexpr std::string_view kProtectedResourceHash =
    "14b3543ee3f07ac43c85f360aa9f88459d8fc90fce9bbb5fc158c1627d6a2037";
constexpr std::string_view kAuthorizationServerHash =
    "c75b0e080de0aa01d92f76bb50443d9d6b3879cfee1ee96c44c63ef1cc60b780";

class Metadata : public MockFixture {
 protected:
  std::string hash_with_real_origin(const std::string& path) {
    const Response response = get(mock->origin("callbacks") + path);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
    std::string text = nlohmann::json::parse(response.body).dump();  // sorts members
    const std::string ours = mock->origin("callbacks");
    for (std::size_t at = text.find(ours); at != std::string::npos; at = text.find(ours)) {
      text.replace(at, ours.size(), "https://callbacks.omniapp.co");
    }
    return sha256_hex(text);
  }
  int status_of(const std::string& path) { return get(mock->origin("callbacks") + path).status; }
};

TEST_F(Metadata, HashesToTheRecordedValues) {
  EXPECT_EQ(hash_with_real_origin("/.well-known/oauth-protected-resource"), kProtectedResourceHash);
  EXPECT_EQ(hash_with_real_origin("/.well-known/oauth-authorization-server"),
            kAuthorizationServerHash);
}

TEST_F(Metadata, StaysInTheWayOfTheRequest) {
  const Response by_name =
      get(mock->origin("callbacks", true) + "/.well-known/oauth-authorization-server");
  EXPECT_EQ(json_of(by_name).at("issuer"), "http://callbacks.omni.localhost:8000");
  const Response by_address = get("http://localhost:8000/.well-known/oauth-protected-resource");
  EXPECT_EQ(json_of(by_address).at("resource"), "http://localhost:8000/callback/mcp");
}

TEST_F(Metadata, OtherPlacesAreNotThere) {
  EXPECT_EQ(status_of("/.well-known/oauth-protected-resource/callback/mcp"), 404);
  EXPECT_EQ(status_of("/.well-known/openid-configuration"), 404);
  EXPECT_EQ(get(mock->origin("acme") + "/.well-known/oauth-protected-resource").status, 404);
}

TEST_F(Metadata, FollowsTheWorldsSwitches) {
  change([](World& world) { world.authorization.path_well_known = true; });
  EXPECT_EQ(status_of("/.well-known/oauth-protected-resource/callback/mcp"), 200);
  change([](World& world) { world.authorization.protected_resource_metadata = false; });
  EXPECT_EQ(status_of("/.well-known/oauth-protected-resource"), 404);
  change([](World& world) { world.authorization.authorization_server_metadata = false; });
  EXPECT_EQ(status_of("/.well-known/oauth-authorization-server"), 404);
  change([](World& world) {
    world.authorization = {};
    world.authorization.registration = AuthorizationBehaviour::Registration::kAbsent;
    world.authorization.issuer = AuthorizationBehaviour::Issuer::kAdvertisedAndSent;
  });
  const Json json =
      json_of(get(mock->origin("callbacks") + "/.well-known/oauth-authorization-server"));
  EXPECT_FALSE(json.contains("registration_endpoint"));
  EXPECT_EQ(json.at("authorization_response_iss_parameter_supported"), true);
}

TEST_F(Metadata, DefaultEndpointsAreASwitch) {
  const auto status = [this](const char* path) {
    return post_json(mock->origin("callbacks") + path, {{"redirect_uris", Json::array({redirect})}})
        .status;
  };
  EXPECT_EQ(status("/register"), 404);
  change([](World& world) { world.authorization.default_endpoints = true; });
  EXPECT_EQ(status("/register"), 201);
  EXPECT_EQ(status("/token"), 400);
  EXPECT_EQ(get(mock->origin("callbacks") + "/authorize").status, 400);
  EXPECT_EQ(get(mock->origin("acme") + "/authorize").status, 404);
}

TEST_F(Metadata, AForeignHostIsRefused) {
  Request request;
  request.headers = {{"Host", "evil.example"}};
  EXPECT_EQ(mock->handle(request).status, 421);
  EXPECT_EQ(last_refusal(), "unknown_host");
}

}  // namespace
}  // namespace conform::mock
