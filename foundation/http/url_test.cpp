#include "foundation/http/url.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(Url, ParsesItsParts) {
  const auto url = Url::parse("HTTP://User@Example.org:8080/a/b?c=d#e");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "http");
  EXPECT_EQ(url->host, "example.org");
  EXPECT_EQ(url->port, 8080);
  EXPECT_EQ(url->target(), "/a/b?c=d");
  EXPECT_EQ(url->fragment, "e");
  EXPECT_EQ(url->origin(), "http://example.org:8080");
}

TEST(Url, TellsUserInformation) {
  EXPECT_TRUE(Url::parse("http://user@example.org/")->has_user_information);
  EXPECT_TRUE(Url::parse("http://@example.org/")->has_user_information);
  EXPECT_FALSE(Url::parse("http://example.org/@user")->has_user_information);
}

// A browser would go to evil.example, or leave the line break out.
TEST(Url, HasNoAuthorityThatBrowsersReadOtherwise) {
  for (const char* text :
       {R"(http://evil.example\@127.0.0.1:1/)", "http://evil.example\t@127.0.0.1/",
        "http://x\r\nX-Injected: 1@localhost/", "http://127.0.0.1 /", "http://local\x7fhost/"}) {
    EXPECT_FALSE(Url::parse(text)) << text;
  }
}

TEST(Url, TakesCustomSchemes) {
  const auto url = Url::parse("cursor://anysphere.cursor-mcp/oauth/callback");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "cursor");
  EXPECT_EQ(url->path, "/oauth/callback");
  EXPECT_EQ(url->text(), "cursor://anysphere.cursor-mcp/oauth/callback");
}

TEST(Url, RefusesWhatIsNone) {
  for (const char* text :
       {"", "/path", "http://", "http://host:port/", "http://host:99999/", "1a://x", "no colon"}) {
    EXPECT_FALSE(Url::parse(text)) << text;
  }
}

TEST(Url, HasAHostThatIsANameOrAnAddressInBrackets) {
  for (const char* text : {"http://[::1/", "http://::1/", "http://::1]/", "http://[]/",
                           "http://[::1]x/", "http://x[::1]/", "http://[[::1]]/", "http://a:b:80/",
                           "app://a:.example.app:/cb", "app://::/"}) {
    EXPECT_FALSE(Url::parse(text)) << text;
  }
  EXPECT_EQ(Url::parse("http://[2001:db8::1]:80/")->host, "[2001:db8::1]");
}

TEST(Url, IsReadAgainAsItIsWritten) {
  for (const char* text : {"app:////[::1", "app:////host/path", "app://:80/path", "app:/path",
                           "app:path", "app:", "app:?a#b", "http://[::1]:80?a"}) {
    const auto url = Url::parse(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->text(), text);
  }
  EXPECT_EQ(Url::parse("app://://[::1")->text(), "app:////[::1");
}

TEST(Url, KnowsLoopback) {
  for (const char* text : {"http://127.0.0.1:1/", "http://127.9.9.9/", "http://localhost/",
                           "http://[::1]:80/", "http://acme.omni.localhost:1/"}) {
    EXPECT_TRUE(Url::parse(text)->is_loopback()) << text;
  }
  for (const char* text :
       {"http://127.0.0.1.evil.example/", "http://10.0.0.1/", "http://localhost.evil.example/",
        "http://127.999.999.999/", "http://127.0.0.256/", "http://127.0.0/", "http://127.0.0.01/",
        "http://127...1/", "http://127.0.0.1.1/"}) {
    EXPECT_FALSE(Url::parse(text)->is_loopback()) << text;
  }
}

TEST(WithQuery, AppendsBehindWhatIsThere) {
  EXPECT_EQ(with_query("http://a/b", "c=d"), "http://a/b?c=d");
  EXPECT_EQ(with_query("http://a/b?x=y", "c=d"), "http://a/b?x=y&c=d");
  EXPECT_EQ(with_query("app:/b#f", "c=d"), "app:/b?c=d#f");
}

}  // namespace
}  // namespace conform
