// For tests: a mock of the acme world, without a socket until it is told to listen, and a client
// and a browser of a few lines each, so that a test reads as what goes over the wire.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "foundation/http/url.hpp"
#include "foundation/json/json.hpp"
#include "foundation/text/digest.hpp"
#include "mock_server/control/options.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/serving/omni_server.hpp"
#include "mock_server/state/live_world.hpp"
#include "mock_server/state/state.hpp"

namespace conform::mock {

inline const std::string kFixturesFolder = CONFORM_SOURCE_DIR "/fixtures";

class MockFixture : public testing::Test {
 protected:
  explicit MockFixture(const std::function<void(World&)>& arrange = {}, ControlOptions control = {})
      : clock(std::make_shared<ManualClock>()) {
    static const auto fixtures = std::make_shared<const Fixtures>(kFixturesFolder);
    World world = load_world(kFixturesFolder + "/worlds/acme.json");
    if (arrange) arrange(world);
    omni = std::make_unique<OmniServer>(std::move(world), fixtures, clock, 1, Recording{},
                                        std::move(control));
    mock = &omni->mock();
  }

  void change(const std::function<void(World&)>& apply) { mock->live().change({"test", apply}); }

  // One request, with Host filled in from an absolute URL.
  Response send(std::string method, const std::string& url, Headers headers = {},
                std::string body = "") {
    const Url parsed = Url::parse(url).value();
    Request request;
    request.method = std::move(method);
    request.target = parsed.target();
    request.headers = std::move(headers);
    request.headers.set("Host", parsed.authority());
    request.body = std::move(body);
    return omni->answer(std::move(request));
  }
  Response get(const std::string& url) { return send("GET", url); }
  Response post_form(const std::string& url, const Parameters& form) {
    return send("POST", url, {{"Content-Type", "application/x-www-form-urlencoded"}},
                form.encode());
  }
  Response post_json(const std::string& url, const Json& json) {
    return send("POST", url, {{"Content-Type", "application/json"}}, json.dump());
  }
  static Json json_of(const Response& response) { return Json::parse(response.body); }

  // ---- A browser: one cookie jar for all of 127.0.0.1, as browsers have it ----
  Response browse(const std::string& method, const std::string& url, const Parameters& form = {}) {
    Headers headers;
    std::string cookie;
    for (const auto& [name, value] : cookies) {
      if (!cookie.empty()) cookie += "; ";
      cookie += name;
      cookie += '=';
      cookie += value;
    }
    if (!cookie.empty()) headers.add("Cookie", cookie);
    if (method == "POST") headers.add("Content-Type", "application/x-www-form-urlencoded");
    Response response = send(method, url, headers, form.encode());
    for (const std::string& set : response.headers.all("Set-Cookie")) {
      const std::string name = set.substr(0, set.find('='));
      const std::string value = set.substr(name.size() + 1, set.find(';') - name.size() - 1);
      if (value.empty()) {
        cookies.erase(name);
      } else {
        cookies[name] = value;
      }
    }
    return response;
  }
  void sign_in(const std::string& organization, const std::string& user) {
    const Response response =
        browse("POST", mock->origin(organization) + "/login",
               {{"email", mock->world()->user(user)->email}, {"password", "omni"}});
    ASSERT_EQ(response.status, 303) << response.body;
  }
  static std::string hidden(const std::string& page, const std::string& name) {
    const std::string mark = "name=\"" + name + "\" value=\"";
    const std::size_t begin = page.find(mark);
    if (begin == std::string::npos) return "";
    return page.substr(begin + mark.size(),
                       page.find('"', begin + mark.size()) - begin - mark.size());
  }
  // A form of an organization's page, sent by the person who is signed in there.
  Response submit(const std::string& organization, const std::string& path, Parameters form) {
    form.add("csrf", hidden(browse("GET", mock->origin(organization) + "/").body, "csrf"));
    return browse("POST", mock->origin(organization) + path, form);
  }

  // ---- A client ----
  const std::string verifier = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF";
  const std::string redirect = "http://127.0.0.1:61420/callback";
  [[nodiscard]] std::string resource() const { return mock->oauth_url(); }

  std::string registered(const std::string& name = "Test client") {
    const Response response =
        post_json(mock->origin("callbacks") + "/oauth/register",
                  {{"client_name", name}, {"redirect_uris", Json::array({redirect})}});
    EXPECT_EQ(response.status, 201) << response.body;
    return json_of(response).at("client_id").get<std::string>();
  }
  [[nodiscard]] Parameters authorization_parameters(const std::string& client_id) const {
    return {{"response_type", "code"},
            {"client_id", client_id},
            {"redirect_uri", redirect},
            {"state", "a+b/c= &x"},
            {"scope", "mcp:access"},
            {"resource", resource()},
            {"code_challenge", s256_challenge(verifier)},
            {"code_challenge_method", "S256"}};
  }
  Response authorize(const Parameters& parameters) {
    return browse("GET", mock->oauth_url() + "/oauth/authorize?" + parameters.encode());
  }
  // From the authorization request to the redirect that answers it.
  Response decide(const Response& authorized, const std::string& decision) {
    EXPECT_EQ(authorized.status, 302) << authorized.body;
    const std::string url = authorized.headers.get("Location");
    const Response page = browse("GET", url);
    EXPECT_EQ(page.status, 200) << page.body;
    const Url parsed = Url::parse(url).value();
    return browse("POST", parsed.origin() + parsed.path,
                  {{"ticket", hidden(page.body, "ticket")},
                   {"csrf", hidden(page.body, "csrf")},
                   {"decision", decision}});
  }
  static Parameters answer_of(const Response& redirected) {
    const auto url = Url::parse(redirected.headers.get("Location"));
    EXPECT_TRUE(url.has_value()) << redirected.status << redirected.body;
    return url ? Parameters::parse(url->query) : Parameters();
  }
  [[nodiscard]] Parameters token_form(const std::string& client_id, const std::string& code) const {
    return {{"grant_type", "authorization_code"}, {"client_id", client_id},
            {"redirect_uri", redirect},           {"code", code},
            {"code_verifier", verifier},          {"resource", resource()}};
  }
  Response exchange(const Parameters& form) {
    return post_form(mock->oauth_url() + "/oauth/token", form);
  }
  // The whole flow; the person must be signed in.
  Json obtained_tokens(const std::string& client_id) {
    const std::string code =
        answer_of(decide(authorize(authorization_parameters(client_id)), "authorize")).get("code");
    const Response response = exchange(token_form(client_id, code));
    EXPECT_EQ(response.status, 200) << response.body;
    return json_of(response);
  }
  std::string access_token() {
    return obtained_tokens(registered()).at("access_token").get<std::string>();
  }

  Response rpc(const std::string& url, const std::string& bearer, const Json& message,
               const Headers& more = {}) {
    Headers headers{{"Content-Type", "application/json"},
                    {"Accept", "application/json, text/event-stream"}};
    if (!bearer.empty()) headers.add("Authorization", "Bearer " + bearer);
    for (const Header& field : more) headers.set(field.name, field.value);
    return send("POST", url, headers, message.dump());
  }
  static Json request(const std::string& method, Json params = Json::object()) {
    return {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
  }
  static Json initialize(const std::string& version = "2025-11-25") {
    return request("initialize", {{"protocolVersion", version},
                                  {"capabilities", Json::object()},
                                  {"clientInfo", {{"name", "test"}, {"version", "1"}}}});
  }
  static Json call(const std::string& tool, Json arguments) {
    return request("tools/call", {{"name", tool}, {"arguments", std::move(arguments)}});
  }
  [[nodiscard]] std::string secret(const std::string& key) const {
    return mock->world()->key(key)->secret;
  }
  [[nodiscard]] std::string last_refusal() const {
    return mock->transcript().exchanges().back().fact("refusal");
  }

  std::shared_ptr<ManualClock> clock;
  std::unique_ptr<OmniServer> omni;
  MockOmni* mock;  // its
  std::map<std::string, std::string> cookies;
};

// The same over sockets: it listens, at free ports.
class ListeningMockFixture : public MockFixture {
 protected:
  explicit ListeningMockFixture(const std::function<void(World&)>& arrange = {})
      : MockFixture(arrange) {
    omni->listen();
  }
};

}  // namespace conform::mock
