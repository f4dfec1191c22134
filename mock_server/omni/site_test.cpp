#include "mock_server/omni/site.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

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

}  // namespace
}  // namespace conform
