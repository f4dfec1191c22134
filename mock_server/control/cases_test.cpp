// Every case that ships is played: a client does what the case says, and the first answer that is
// no success is exactly the one that the case promises.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "foundation/json/json_reader.hpp"
#include "mock_server/control/case.hpp"
#include "mock_server/control/control.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

using testing::HasSubstr;

const std::filesystem::path kCases = kFixturesFolder + "/cases";
constexpr std::string_view kAcmeModel = "9d9440e5-8522-4507-b092-1ac26ba26673";

// The walk has come to an answer that is no success.
struct Stopped {};

class CaseTest : public MockFixture, public testing::WithParamInterface<Case> {
 protected:
  void put_into(CaseStep::When when) {
    const std::vector<CaseStep>& steps = GetParam().steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].when == when) control_.put_into(GetParam(), i);
    }
  }

  static void go_on_if(bool fine) {
    if (!fine) throw Stopped();
  }

  void people_sign_in() {
    for (const auto& [organization, user] : GetParam().actor.sign_ins) {
      const Response response =
          browse("POST", mock->origin(organization) + "/login",
                 {{"email", mock->world()->user(user)->email}, {"password", "omni"}});
      go_on_if(response.status == 303);
    }
  }

  // What a client does until it holds a token, from nothing but the MCP URL.
  std::string token_by_oauth() {
    const Response first = rpc(mock->oauth_url(), "", initialize());
    go_on_if(first.headers.get("WWW-Authenticate").find("resource_metadata=") != std::string::npos);
    const std::string origin = mock->origin("callbacks");
    go_on_if(get(origin + "/.well-known/oauth-protected-resource").status == 200);
    go_on_if(get(origin + "/.well-known/oauth-authorization-server").status == 200);
    const Response registration =
        post_json(origin + "/oauth/register",
                  {{"client_name", "Case"}, {"redirect_uris", Json::array({redirect})}});
    go_on_if(registration.status == 201);
    const std::string client_id = json_of(registration).at("client_id").get<std::string>();
    const Response authorized = authorize(authorization_parameters(client_id));
    go_on_if(authorized.status == 302);
    const Response decided = click_authorize(authorized.headers.get("Location"));
    const Response tokens = exchange(token_form(client_id, answer_of(decided).get("code")));
    go_on_if(tokens.status == 200);
    return json_of(tokens).at("access_token").get<std::string>();
  }

  Response click_authorize(const std::string& url) {
    const Response page = browse("GET", url);
    go_on_if(page.status == 200);
    put_into(CaseStep::When::kConsent);
    const Url parsed = Url::parse(url).value();
    const Response decided = browse("POST", parsed.origin() + parsed.path,
                                    {{"ticket", hidden(page.body, "ticket")},
                                     {"csrf", hidden(page.body, "csrf")},
                                     {"decision", "authorize"}});
    go_on_if(decided.is_redirect());
    return decided;
  }

  [[nodiscard]] std::string configured_key() const {
    const std::string& key = GetParam().actor.key;
    if (key == "?wrong") return omni_key("neverissued");
    return key.empty() ? "" : secret(key);
  }

  void call_the_tool(const std::string& url, const std::string& credential,
                     const std::string& session) {
    Headers more{{"MCP-Protocol-Version", "2025-11-25"}};
    if (!session.empty()) more.add("Mcp-Session-Id", session);
    const Response response = rpc(
        url, credential,
        call("getData",
             {{"modelId", kAcmeModel}, {"topicName", "order_items"}, {"prompt", "total revenue"}}),
        more);
    go_on_if(response.status == 200);
    const Json answer = json_of(response);
    go_on_if(answer.contains("result") && !answer["result"].value("isError", false) &&
             !answer["result"]["structuredContent"].value("timed_out", false));
  }

  void walk() {
    put_into(CaseStep::When::kStart);
    people_sign_in();
    const CaseActor& actor = GetParam().actor;
    const std::string url = actor.by_oauth ? mock->oauth_url() : mock->key_url(actor.organization);
    const bool by_key = !actor.by_oauth || !actor.key.empty();
    const std::string credential = by_key ? configured_key() : token_by_oauth();
    const Response initialized = rpc(url, credential, initialize());
    go_on_if(initialized.status == 200);
    const std::string session = initialized.headers.get("Mcp-Session-Id");
    call_the_tool(url, credential, session);
    put_into(CaseStep::When::kConnected);
    call_the_tool(url, credential, session);
  }

  Control& control_ = omni->control();
};

// What the client or the person reads, from any of the forms of a refusal.
std::string message_in(const Response& response) {
  const Json json = Json::parse(response.body, nullptr, false);
  if (!json.is_object()) return response.body;
  for (const char* pointer : {"/detail", "/error_description", "/error/message"}) {
    const Json::json_pointer place(pointer);
    if (json.contains(place)) return json.at(place).get<std::string>();
  }
  const Json result = json.value("result", Json::object());
  if (result.value("isError", false)) return result["content"][0]["text"].get<std::string>();
  if (result.contains("structuredContent") &&
      result["structuredContent"].value("timed_out", false)) {
    return "timed_out: true";
  }
  return response.body;
}

std::string as_html(std::string text) {
  replace_all(text, "&", "&amp;");
  replace_all(text, ">", "&gt;");
  replace_all(text, "'", "&#39;");
  return text;
}

TEST_P(CaseTest, AClientSeesExactlyThis) {
  bool stopped = false;
  try {
    walk();
  } catch (const Stopped&) {
    stopped = true;
  }
  ASSERT_TRUE(stopped) << "everything succeeded";
  const CaseExpectation& expected = GetParam().expectation;
  const Exchange seen = mock->transcript().exchanges().back();
  EXPECT_EQ(to_string(seen.endpoint), expected.endpoint);
  EXPECT_EQ(seen.fact("refusal"), expected.refusal);
  EXPECT_EQ(seen.response.status, expected.status);
  if (seen.response.headers.get("Content-Type").starts_with("text/html")) {
    EXPECT_THAT(seen.response.body, HasSubstr(as_html(expected.text)));
  } else {
    EXPECT_EQ(message_in(seen.response), expected.text);
  }
  if (!expected.absent_header.empty()) {
    EXPECT_FALSE(seen.response.headers.has(expected.absent_header));
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, CaseTest, testing::ValuesIn(load_cases(kCases)),
                         [](const auto& test) {
                           std::string name = test.param.id;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

// The entries of Omni's page on troubleshooting, in its order.
TEST(Cases, CoverEveryTroubleshootingEntry) {
  std::set<std::string> ids;
  for (const Case& one : load_cases(kCases)) ids.insert(one.id);
  for (const char* id :
       {"pats-disabled", "mcp-server-disabled", "flow-does-not-start-nobody-signed-in",
        "flow-does-not-start-no-resource-metadata", "fails-after-authorize-token-endpoint",
        "key-wrong", "key-revoked", "key-without-permission", "key-of-another-instance",
        "viewer-cannot-query", "omni-agent-off", "wrong-organization-cookie"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
}

std::string refusal_of(const Json& json) {
  try {
    parse_case(json, "x", "x.json");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(Cases, WithoutAnExpectationAreNone) {
  Json json = load_cases(kCases).front().json;
  json["id"] = "x";
  EXPECT_EQ(refusal_of(json), "");
  for (const char* member : {"refusal", "status", "text", "endpoint"}) {
    Json less = json;
    less["expect"].erase(member);
    EXPECT_THAT(refusal_of(less), HasSubstr("x.json: /expect must have the member"));
  }
  json["expect"]["text"] = "";
  EXPECT_EQ(refusal_of(json), "x.json: /expect/text must not be empty");
  json.erase("expect");
  EXPECT_EQ(refusal_of(json), "x.json: the document must have the member \"expect\"");
}

TEST(Cases, AreNamedAsTheirFiles) {
  const Json json = load_cases(kCases).front().json;
  EXPECT_EQ(refusal_of(json), "x.json: /id must be the file's name");
}

class CaseStepsTest : public MockFixture {
 protected:
  Control& control_ = omni->control();
};

TEST_F(CaseStepsTest, ACaseBeginsFromTheStartAndNotFromTheLastCase) {
  const std::vector<Case> cases = load_cases(kCases);
  const auto put_into = [&](const char* id) {
    control_.put_into(*std::ranges::find(cases, id, &Case::id), 0);
  };
  put_into("pats-disabled");
  EXPECT_FALSE(mock->world()->organization("acme")->settings.personal_access_tokens);
  put_into("mcp-server-disabled");
  EXPECT_TRUE(mock->world()->organization("acme")->settings.personal_access_tokens);
  EXPECT_FALSE(mock->world()->organization("acme")->settings.mcp_server);
  EXPECT_EQ(control_.current_case(), "mcp-server-disabled");
  control_.reset_world();
  EXPECT_TRUE(mock->world()->organization("acme")->settings.mcp_server);
  EXPECT_EQ(control_.current_case(), "");
}

}  // namespace
}  // namespace conform::mock
