#include "clients/browser/browser.hpp"

#include <gmock/gmock.h>

#include <map>

namespace conform::clients {
namespace {

// Answers by method and target; remembers what it was asked.
class FakeSite : public HttpSender {
 public:
  Response send(const Url& url, Request request) override {
    require_loopback(url);
    const std::string key = request.method + " " + request.target;
    asked.push_back(key);
    requests.push_back(request);
    const auto found = answers.find(key);
    return found == answers.end() ? text_response(404, "nothing at " + key) : found->second;
  }
  std::map<std::string, Response> answers;
  std::vector<std::string> asked;
  std::vector<Request> requests;
};

class BrowserTest : public ::testing::Test {
 protected:
  FakeSite site;
  ManualClock clock;
  Browser browser{site, [](const Url& url) { return url.is_loopback() && url.port == 1234; },
                  [this] { return clock.now(); }};
};

using ::testing::ElementsAre;

TEST_F(BrowserTest, FollowsRedirectsWithCookiesAndStopsWhereTheSiteEnds) {
  Response first = redirect_response("/two?x=1");
  first.headers.add("Set-Cookie", "a=1; Path=/");
  site.answers["GET /one"] = first;
  site.answers["GET /two?x=1"] =
      redirect_response("cursor://anysphere.cursor-mcp/oauth/callback?code=c");
  const PageVisit landing = browser.visit("http://127.0.0.1:1234/one");
  EXPECT_TRUE(landing.left);
  EXPECT_EQ(landing.address, "cursor://anysphere.cursor-mcp/oauth/callback?code=c");
  EXPECT_THAT(site.asked, ElementsAre("GET /one", "GET /two?x=1"));
  EXPECT_EQ(site.requests[1].headers.get("Cookie"), "a=1");
}

TEST_F(BrowserTest, NeverAsksAnotherMachine) {
  EXPECT_TRUE(browser.visit("https://example.com/").left);
  EXPECT_TRUE(browser.visit("http://127.0.0.1:4321/").left);
  EXPECT_TRUE(site.asked.empty());
  EXPECT_THROW(site.send(Url::parse("http://example.com/").value(), {}), std::logic_error);
  EXPECT_THROW(site.send(Url::parse("https://127.0.0.1/").value(), {}), std::logic_error);
}

TEST_F(BrowserTest, SubmitsAFormAsABrowserDoes) {
  site.answers["GET /login"] = html_response(
      200,
      R"(<form id="sign-in" method="post" action="login?next=%2F"><input name="email"><button>Go</button></form>)");
  site.answers["POST /login?next=%2F"] = redirect_response("/");
  site.answers["GET /"] = html_response(200, "<p>Welcome");
  const PageVisit page = browser.visit("http://127.0.0.1:1234/login");
  HtmlForm form = *page.page.form("sign-in");
  form.fill("email", "a+b@c");
  const PageVisit home = browser.submit(page, form, form.buttons.data());
  EXPECT_EQ(home.page.text, "Welcome");
  EXPECT_EQ(home.address, "http://127.0.0.1:1234/");
  EXPECT_EQ(site.requests[1].body, "email=a%2Bb%40c");
  EXPECT_EQ(site.requests[1].headers.get("Origin"), "http://127.0.0.1:1234");
  EXPECT_EQ(site.requests[2].method, "GET");
}

TEST_F(BrowserTest, StopsInARedirectLoop) {
  site.answers["GET /loop"] = redirect_response("/loop");
  const PageVisit landing = browser.visit("http://127.0.0.1:1234/loop");
  EXPECT_FALSE(landing.left);
  EXPECT_THAT(landing.page.text, ::testing::HasSubstr("too many times"));
  EXPECT_EQ(site.asked.size(), 21U);
}

TEST(Resolve, FollowsTheRules) {
  const Url base = Url::parse("http://127.0.0.1:1/a/b?q=1").value();
  EXPECT_EQ(resolve(base, "https://x.example/y"), "https://x.example/y");
  EXPECT_EQ(resolve(base, "//localhost/z"), "http://localhost/z");
  EXPECT_EQ(resolve(base, "/c?d"), "http://127.0.0.1:1/c?d");
  EXPECT_EQ(resolve(base, "c"), "http://127.0.0.1:1/a/c");
  EXPECT_EQ(resolve(base, "../c/./d#f"), "http://127.0.0.1:1/c/d");
  EXPECT_EQ(resolve(base, ""), "http://127.0.0.1:1/a/b?q=1");
  EXPECT_EQ(resolve(base, "?e=2"), "http://127.0.0.1:1/a/b?e=2");
}

}  // namespace
}  // namespace conform::clients
