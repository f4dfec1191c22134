#include "foundation/web/cookie_jar.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

using std::chrono::seconds;

const TimePoint kNow = ManualClock().now();

Url url(std::string_view text) { return Url::parse(text).value(); }

TEST(CookieJar, DoesNotKnowPorts) {
  CookieJar jar;
  jar.store(url("http://127.0.0.1:1111/login"), "session=a1; HttpOnly; Path=/; SameSite=Lax", kNow);
  EXPECT_EQ(jar.header_for(url("http://127.0.0.1:2222/"), kNow), "session=a1");
  EXPECT_EQ(jar.header_for(url("http://127.0.0.2:1111/"), kNow), "");
}

TEST(CookieJar, SharesADomainCookieBetweenTheSites) {
  CookieJar jar;
  jar.store(url("http://acme.omni.localhost:1/login"),
            "last_org=acme; Domain=omni.localhost; Path=/", kNow);
  jar.store(url("http://acme.omni.localhost:1/login"), "own=1; Path=/", kNow);
  EXPECT_EQ(jar.header_for(url("http://callbacks.omni.localhost:2/callback/mcp"), kNow),
            "last_org=acme");
  EXPECT_EQ(jar.header_for(url("http://acme.omni.localhost:2/x"), kNow), "last_org=acme; own=1");
  EXPECT_EQ(jar.header_for(url("http://omni.localhost.evil.localhost/"), kNow), "");
}

TEST(CookieJar, RefusesForeignDomainsAndLocalhost) {
  CookieJar jar;
  jar.store(url("http://acme.omni.localhost/"), "a=1; Domain=localhost", kNow);
  jar.store(url("http://acme.omni.localhost/"), "b=1; Domain=globex.omni.localhost", kNow);
  jar.store(url("http://localhost/"), "c=1; Domain=localhost", kNow);
  EXPECT_TRUE(jar.empty());
}

// A server that sets cookies without end.
TEST(CookieJar, KeepsTheNewestOnly) {
  CookieJar jar;
  for (std::size_t i = 0; i <= CookieJar::kMostOfADomain; ++i) {
    jar.store(url("http://127.0.0.1/"), "c" + std::to_string(i) + "=x", kNow);
  }
  const std::string sent = "; " + jar.header_for(url("http://127.0.0.1/"), kNow) + ";";
  EXPECT_EQ(sent.find("; c0=x;"), std::string::npos);
  EXPECT_NE(sent.find("; c1=x;"), std::string::npos);
  EXPECT_NE(sent.find("; c180=x;"), std::string::npos);
  for (std::size_t i = 0; i < CookieJar::kMost; ++i) {
    jar.store(url("http://h" + std::to_string(i) + ".localhost/"), "a=1", kNow);
  }
  EXPECT_EQ(jar.header_for(url("http://127.0.0.1/"), kNow), "");
  EXPECT_EQ(jar.header_for(url("http://h0.localhost/"), kNow), "a=1");
}

TEST(CookieJar, RefusesALargeOne) {
  CookieJar jar;
  jar.store(url("http://127.0.0.1/"), "a=" + std::string(CookieJar::kLargest, 'x'), kNow);
  EXPECT_TRUE(jar.empty());
  jar.store(url("http://127.0.0.1/"), "a=" + std::string(CookieJar::kLargest - 1, 'x'), kNow);
  EXPECT_FALSE(jar.empty());
}

TEST(CookieJar, ReplacesExpiresAndRemoves) {
  CookieJar jar;
  const Url home = url("http://127.0.0.1/");
  jar.store(home, "a=1; Max-Age=10", kNow);
  jar.store(home, "a=2; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT", kNow);
  EXPECT_EQ(jar.header_for(home, kNow + seconds(9)), "a=2");
  EXPECT_EQ(jar.header_for(home, kNow + seconds(10)), "");
  jar.store(home, "a=; Max-Age=0", kNow);
  EXPECT_TRUE(jar.empty());
  jar.store(home, "b=1", kNow);
  jar.store(home, "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", kNow);
  EXPECT_TRUE(jar.empty());
}

TEST(CookieJar, KeepsToPaths) {
  CookieJar jar;
  jar.store(url("http://127.0.0.1/"), "a=1; Path=/callback", kNow);
  EXPECT_EQ(jar.header_for(url("http://127.0.0.1/callback/mcp"), kNow), "a=1");
  EXPECT_EQ(jar.header_for(url("http://127.0.0.1/callbacks"), kNow), "");
}

TEST(CookieJar, IgnoresGarbage) {
  CookieJar jar;
  jar.store(url("http://127.0.0.1/"), "", kNow);
  jar.store(url("http://127.0.0.1/"), "=x", kNow);
  jar.store(url("http://127.0.0.1/"), ";;;", kNow);
  EXPECT_TRUE(jar.empty());
}

}  // namespace
}  // namespace conform
