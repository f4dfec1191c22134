#include "mock_server/oauth/redirect_uri.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace conform::mock {
namespace {

using Problem = RedirectProblem::Kind;

TEST(RedirectProblem, ThereIsNoneWithWhatClientsRegister) {
  for (const char* uri :
       {"https://chatgpt.com/connector/oauth/abc-DEF_1", "https://claude.ai/api/mcp/auth_callback",
        "http://127.0.0.1:33418/", "http://127.0.0.1/callback", "http://localhost/callback",
        "http://[::1]:8080/cb?x=y&z", "cursor://anysphere.cursor-mcp/oauth/callback",
        "vscode://dev/callback", "com.example.app:/oauth", "https://[2001:db8::1]:8443/cb",
        "urn:ietf:wg:oauth:2.0:oob", "https://a.example/%7Euser/cb",
        "https://a.example:8443/cb?to=user@b.example"}) {
    EXPECT_EQ(redirect_problem(uri).kind, Problem::kNone)
        << uri << ' ' << redirect_problem(uri).text;
  }
}

TEST(RedirectProblem, NothingThatLeadsElsewhereThanItSeems) {
  for (const std::string& uri :
       {std::string(R"(http://evil.example\@localhost:1/callback)"),
        std::string(R"(https://a.example\.evil.example/)"),
        std::string("http://evil.example@127.0.0.1/"), std::string("https://a:b@a.example/"),
        std::string("https://@a.example/"), std::string("cursor://x@y/"),
        std::string("https://a.example/cb\r\nX-Injected: yes"), std::string("https://a.example/\n"),
        std::string("https://a.example/\tcb"), std::string("http://127.0.0.1/\0", 18),
        std::string("https://a.example/a b"), std::string(" https://a.example/"),
        std::string("java\nscript:alert(1)"), std::string("https://a.example/\x7f")}) {
    EXPECT_EQ(redirect_problem(uri).kind, Problem::kDisguised) << uri;
  }
}

TEST(RedirectProblem, NoSchemeThatABrowserOrADesktopRuns) {
  for (const char* uri : {"javascript:alert(1)",
                          "JavaScript:alert(1)",
                          "data:text/html,x",
                          "view-source:https://a/",
                          "ms-msdt:/id",
                          "ms-officecmd:%7B%7D",
                          "chrome://settings/",
                          "chrome-extension://a/b",
                          "filesystem:https://a.example/temporary/x",
                          "blob:https://a.example/1",
                          "file:///etc/passwd",
                          "about:blank",
                          "vbscript:x",
                          "mhtml:http://a/",
                          "jar:https://a!/b",
                          "search-ms:query=x",
                          "mailto:a@b.example",
                          "ftp://a.example/",
                          "wss://a.example/",
                          "microsoft-edge:https://evil.example/",
                          "microsoft-edge-https://evil.example/",
                          "x-safari-https://evil.example/",
                          "opera-http://evil.example/",
                          "ie.https:evil.example",
                          "googlechrome-x-callback://x-callback-url/open/?url=https%3A%2F%2Fe",
                          "googlechromes://evil.example/",
                          "firefox-nightly://open-url?url=https%3A%2F%2Fevil.example",
                          "vivaldi:https://evil.example/",
                          "webcal://evil.example/",
                          "matrix:u/a",
                          "news:a",
                          "magnet:?xt=a",
                          "googlechrome://evil.example/",
                          "firefox:https://evil.example/",
                          "android-app://a/b",
                          "content://a/b",
                          "x-man-page://ls",
                          "applescript://com.apple.scripteditor",
                          "facetime:1",
                          "skype:a?call",
                          "git+ssh://a.example/b",
                          "svn+ssh://a.example/b",
                          "jnlp:http://a.example/b",
                          "mk:@MSITStore:a",
                          "search:query=a",
                          "intent://a#Intent;end"}) {
    const Problem kind = redirect_problem(uri).kind;
    EXPECT_TRUE(kind == Problem::kScheme || kind == Problem::kFragment) << uri;
  }
}

TEST(RedirectProblem, NoFragmentNoOtherMachineByHttpAndNoText) {
  EXPECT_EQ(redirect_problem("https://a.example/#f").kind, Problem::kFragment);
  EXPECT_EQ(redirect_problem("https://a.example/#").kind, Problem::kFragment);
  for (const char* uri :
       {"http://a.example/", "http://127.999.999.999/", "http://127.1/", "http://2130706433/",
        "http://0x7f.0.0.1/", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/",
        "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/"}) {
    EXPECT_EQ(redirect_problem(uri).kind, Problem::kPlainHttp) << uri;
  }
  for (const char* uri : {"",
                          "callback",
                          "/callback",
                          "//a.example/",
                          "https://",
                          "https:///cb",
                          "https://a<b>/",
                          "https://\xc3\xa4.example/",
                          "https://a.example/\"",
                          "1a:b",
                          "https://a_b.example/",
                          "https://127.1/cb",
                          "https://2130706433/",
                          "https://0x7f.0.0.1/",
                          "https://1.2.3.0x4/",
                          "https://010.0.0.1/",
                          "https://1.2.3.4.5/",
                          "https://999.0.0.1/",
                          "https://a..b/",
                          "https://.a/",
                          "https://./",
                          "https://a../",
                          "https://-a.example/",
                          "https://a-.example/",
                          "https://a.example:port/",
                          "https://[a.example]/",
                          "https://[::1%25eth0]/",
                          "https://[1.2.3.4]/",
                          "https://[v1.a:b]/"}) {
    EXPECT_EQ(redirect_problem(uri).kind, Problem::kNoUri) << uri;
  }
}

TEST(SameRedirect, IsTheSameTextButForTheLoopbackPort) {
  const std::vector<std::pair<const char*, const char*>> same{
      {"https://a.example/cb", "https://a.example/cb"},
      {"http://127.0.0.1/cb", "http://127.0.0.1:50000/cb"},
      {"http://127.0.0.1:1/cb", "http://127.0.0.1/cb"},
      {"http://localhost/callback", "http://localhost:41234/callback"},
      {"http://[::1]:1/cb?x", "http://[::1]:2/cb?x"},
      {"http://127.0.0.1", "http://127.0.0.1:9"}};
  for (const auto& [registered, asked] : same) {
    EXPECT_TRUE(is_same_redirect(registered, asked)) << registered << ' ' << asked;
  }
}

TEST(SameRedirect, IsNothingThatOnlyComparesAlikeInParts) {
  const char* const registered = "http://127.0.0.1:1/cb";
  for (const std::string asked : {"http://127.0.0.1:1/cb/",
                                  "http://127.0.0.1:1/cb?",
                                  "http://127.0.0.1:1/cb?x",
                                  "http://127.0.0.1:1/cb#",
                                  "http://127.0.0.1:1/CB",
                                  "http://127.0.0.1:1/./cb",
                                  "http://127.0.0.1:1/%63b",
                                  "http://localhost:1/cb",
                                  "http://127.0.0.2:1/cb",
                                  "http://[::1]:1/cb",
                                  "https://127.0.0.1:1/cb",
                                  "HTTP://127.0.0.1:1/cb",
                                  "http://127.0.0.1:0/cb",
                                  "http://127.0.0.1:/cb",
                                  "http://127.0.0.1:65536/cb",
                                  "http://127.0.0.1:+1/cb",
                                  "http://127.0.0.1:1:2/cb",
                                  "http://u@127.0.0.1:1/cb",
                                  R"(http://evil.example\@127.0.0.1:1/cb)",
                                  "http://127.0.0.1:1\\/cb",
                                  "http://127.0.0.1:1"}) {
    EXPECT_FALSE(is_same_redirect(registered, asked)) << asked;
  }
  EXPECT_FALSE(is_same_redirect("https://a.example/cb", "https://a.example:444/cb"));
  EXPECT_FALSE(is_same_redirect("http://app.localhost/cb", "http://app.localhost:2/cb"));
}

}  // namespace
}  // namespace conform::mock
