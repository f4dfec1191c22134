#include "mock_server/omni/site.hpp"

#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace conform::mock {
namespace {

using testing::HasSubstr;

const Ports kPorts{{"callbacks", 8080}, {"acme", 8081}};

std::string origin_at(const std::string& host, Addresses addresses) {
  const std::optional<Site> site = find_site(kPorts, host, "http", addresses);
  return site ? origin_of(kPorts, site->name, *site) : "none";
}

TEST(Site, IsReachedOnLoopbackOnlyUnlessMoreIsAsked) {
  EXPECT_EQ(origin_at("127.0.0.1:8081", Addresses::kLoopback), "http://127.0.0.1:8081");
  EXPECT_EQ(origin_at("localhost:8081", Addresses::kLoopback), "http://localhost:8081");
  EXPECT_EQ(origin_at("192.0.2.7:8081", Addresses::kLoopback), "none");
}

TEST(Site, AFlowStaysAtTheAddressAtWhichItBegan) {
  EXPECT_EQ(origin_at("192.0.2.7:8080", Addresses::kAny), "http://192.0.2.7:8080");
  EXPECT_EQ(origin_at("127.0.0.1:8080", Addresses::kAny), "http://127.0.0.1:8080");
  EXPECT_EQ(origin_at("localhost:8080", Addresses::kAny), "http://localhost:8080");
  const std::optional<Site> site = find_site(kPorts, "192.0.2.7:8080", "http", Addresses::kAny);
  ASSERT_TRUE(site);
  EXPECT_EQ(origin_of(kPorts, "acme", *site), "http://192.0.2.7:8081");
  EXPECT_EQ(site->cookie_domain(), "");
}

// A page of somebody else's can have a name that leads here, but no address that does.
TEST(Site, ANameOfSomebodyElseIsNoAddress) {
  for (const char* host : {"evil.example:8080", "192.0.2.7.evil.example:8080", "192.0.2:8080",
                           "192.0.2.7:8083", "192.0.2.7", "[2001:db8::1]:8080"}) {
    EXPECT_EQ(origin_at(host, Addresses::kAny), "none") << host;
  }
}

std::shared_ptr<const PublicOrigins> public_at(std::map<std::string, std::string> of_site) {
  return std::make_shared<const PublicOrigins>(PublicOrigins::checked(std::move(of_site)));
}

TEST(PublicSite, IsFoundByItsHostAndLeadsToTheOthers) {
  const auto origins = public_at({{"callbacks", "https://callbacks.mcp.example.com"},
                                  {"acme", "https://acme.example.com:8443"}});
  const std::optional<Site> site = find_public_site(origins, "Callbacks.MCP.example.com");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->name, "callbacks");
  EXPECT_EQ(site->scheme, "https");
  EXPECT_EQ(site->cookie_domain(), "example.com");
  EXPECT_EQ(origin_of(kPorts, "acme", *site), "https://acme.example.com:8443");
  EXPECT_EQ(find_public_site(origins, "acme.example.com:8443")->name, "acme");
  for (const char* host :
       {"acme.example.com", "evil.example.com", "example.com", "", "127.0.0.1"}) {
    EXPECT_FALSE(find_public_site(origins, host)) << host;
  }
  EXPECT_FALSE(find_public_site(nullptr, "acme.example.com"));
}

TEST(PublicSite, ThatHasNoPublicOriginIsOnlyHere) {
  const auto origins = public_at({{"acme", "https://acme.example.com"}});
  const std::optional<Site> site = find_public_site(origins, "acme.example.com");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->cookie_domain(), "");
  EXPECT_EQ(origin_of(kPorts, "callbacks", *site), "http://127.0.0.1:8080");
}

TEST(PublicSite, HostsThatShareNoCookieAreRefused) {
  const auto refusal = [](const std::string& one, const std::string& other) -> std::string {
    try {
      return "none, cookies of " +
             PublicOrigins::checked({{"callbacks", one}, {"acme", other}}).shared_domain;
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  };
  EXPECT_EQ(refusal("https://a.example.com", "https://b.a.example.com"),
            "none, cookies of a.example.com");
  EXPECT_EQ(refusal("https://a.example:1", "https://a.example:2"), "none, cookies of ");
  EXPECT_THAT(refusal("https://a.example", "https://b.example"), HasSubstr("share no cookie"));
  EXPECT_THAT(refusal("https://a.trycloudflare.com", "https://b.trycloudflare.com"),
              HasSubstr("share no cookie"));
  EXPECT_THAT(refusal("https://a.example.com", "https://a.example.com"), HasSubstr("two sites"));
  for (const char* wrong : {"a.example.com", "ftp://a.example.com", "https://a.example.com/",
                            "https://a.example.com:443", "https://u@a.example.com",
                            "https://a.example.com?x", "https://A.example.com"}) {
    EXPECT_THAT(refusal(wrong, "https://b.example.com"), HasSubstr("is no origin")) << wrong;
  }
}

}  // namespace
}  // namespace conform::mock
