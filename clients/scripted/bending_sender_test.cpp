#include "clients/scripted/bending_sender.hpp"

#include <gmock/gmock.h>

#include <memory>

namespace conform::clients {
namespace {

using ::testing::ElementsAre;

// Keeps the requests.
class Keeping final : public HttpSender {
 public:
  Response send(const Url&, Request request) override {
    sent.push_back(std::move(request));
    return {};
  }
  std::vector<Request> sent;
};

class Bending : public ::testing::Test {
 protected:
  void bends(const char* json) {
    const Json read = Json::parse(json);
    for (const JsonReader& one : JsonReader(read, "test").elements()) {
      bends_.push_back(read_bend(one));
    }
    sender_ = std::make_unique<BendingSender>(server_, bends_);
  }
  Request sent(Request request) {
    sender_->send(*Url::parse("http://127.0.0.1:8123/mcp"), std::move(request));
    return server_.sent.back();
  }
  std::string bent(const std::string& address) { return sender_->bent(address); }

 private:
  Keeping server_;
  std::vector<Bend> bends_;
  std::unique_ptr<BendingSender> sender_;
};

Request made(std::string method, std::string target, Headers headers = {}, std::string body = "") {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.headers = std::move(headers);
  request.body = std::move(body);
  return request;
}

Request token_request(const std::string& form) {
  return made("POST", "/oauth/token", {{"Content-Type", "application/x-www-form-urlencoded"}},
              form);
}

Request rpc(const std::string& body) {
  return made("POST", "/callback/mcp",
              {{"Content-Type", "application/json"}, {"Authorization", "Bearer secret"}}, body);
}

TEST_F(Bending, ChangesTheFormOfATokenRequest) {
  bends(R"([{"on": {"endpoint": "token", "grant_type": "refresh_token"},
             "do": {"parameters": {"set": {"resource": "{resource}/other"}, "remove": ["client_id"],
                                   "add": {"resource": "more"}}}}])");
  EXPECT_EQ(sent(token_request("grant_type=refresh_token&resource=it&client_id=me")).body,
            "grant_type=refresh_token&resource=it%2Fother&resource=more");
  EXPECT_EQ(sent(token_request("grant_type=authorization_code&resource=it")).body,
            "grant_type=authorization_code&resource=it");
}

TEST_F(Bending, ChangesTheQueryOfWhatHasNoForm) {
  bends(R"([{"on": {"endpoint": "mcp"},
             "do": {"parameters": {"set": {"access_token": "{bearer}"}},
                    "remove_headers": ["Authorization"]}}])");
  const Request bent = sent(rpc("{}"));
  EXPECT_EQ(bent.target, "/callback/mcp?access_token=secret");
  EXPECT_FALSE(bent.headers.has("Authorization"));
  EXPECT_EQ(bent.body, "{}");
}

TEST_F(Bending, LeavesOutWhatTheRequestDoesNotHave) {
  bends(R"([{"do": {"parameters": {"set": {"session": "{Mcp-Session-Id}", "a": "1"}},
                    "headers": {"Cookie": "id={nothing}"}, "set": {"/id": "{nothing}"}}}])");
  const Request bent = sent(rpc(R"({"id":1})"));
  EXPECT_EQ(bent.target, "/callback/mcp?a=1");
  EXPECT_FALSE(bent.headers.has("Cookie"));
  EXPECT_EQ(bent.body, R"({"id":1})");
}

TEST_F(Bending, ChangesMembersOfABodyThatIsJson) {
  bends(R"([{"on": {"rpc": "tools/call", "tool": "getData"},
             "do": {"set": {"/params/arguments": {}}, "remove": ["/params/_meta"]}}])");
  EXPECT_EQ(
      sent(rpc(R"({"jsonrpc":"2.0","method":"tools/call",)"
               R"("params":{"name":"getData","arguments":{"a":1},"_meta":{}}})"))
          .body,
      R"({"jsonrpc":"2.0","method":"tools/call","params":{"name":"getData","arguments":{}}})");
  const std::string other = R"({"jsonrpc":"2.0","method":"tools/list","params":{"_meta":{}}})";
  EXPECT_EQ(sent(rpc(other)).body, other);
  EXPECT_EQ(sent(token_request("a=b")).body, "a=b");
}

TEST_F(Bending, WrapsAndReplacesTheBody) {
  bends(R"([{"on": {"endpoint": "mcp"}, "do": {"body": {"text": "[{body}]"}}},
            {"on": {"endpoint": "token"}, "do": {"body": {"replace": {"%2B": "+"}}}}])");
  EXPECT_EQ(sent(rpc(R"({"id":"{bearer}"})")).body, R"([{"id":"{bearer}"}])");
  EXPECT_EQ(sent(token_request("code=a%2Bb%2B")).body, "code=a+b+");
}

TEST_F(Bending, KnowsRequestsByTheirHeaderFields) {
  bends(R"([{"on": {"headers": {"MCP-Protocol-Version": "2025-"}},
             "do": {"headers": {"Authorization": "bearer {bearer}", "X-From": "{origin}"}}}])");
  Request in_session = rpc("{}");
  in_session.headers.add("mcp-protocol-version", "2025-11-25");
  const Request bent = sent(in_session);
  EXPECT_EQ(bent.headers.get("Authorization"), "bearer secret");
  EXPECT_EQ(bent.headers.get("X-From"), "http://127.0.0.1:8123");
  EXPECT_EQ(sent(rpc("{}")).headers, rpc("{}").headers);
  in_session.headers.set("MCP-Protocol-Version", "2026-07-28");
  EXPECT_EQ(sent(in_session).headers, in_session.headers);
}

TEST_F(Bending, CountsTheRequestsThatFit) {
  bends(R"([{"on": {"method": "GET", "path": "/x", "from": 2, "times": 1},
             "do": {"parameters": {"set": {"n": "1"}}}}])");
  std::vector<std::string> targets;
  for (const char* target : {"/x", "/other", "/x", "/x"}) {
    targets.push_back(sent(made("GET", target)).target);
  }
  EXPECT_THAT(targets, ElementsAre("/x", "/other", "/x?n=1", "/x"));
}

// Each reads the request as the client made it, whatever was bent before.
TEST_F(Bending, ActsInOrderOnWhatTheClientMade) {
  bends(R"([{"on": {"headers": {"A": "1"}}, "do": {"headers": {"A": "2"}}},
            {"on": {"headers": {"A": "1"}}, "do": {"headers": {"B": "{A}"}}}])");
  EXPECT_EQ(sent(made("GET", "/", {{"A", "1"}})).headers, (Headers{{"A", "2"}, {"B", "1"}}));
}

TEST_F(Bending, ChangesTheAddressThatTheBrowserOpens) {
  bends(R"([{"on": {"endpoint": "authorize"},
             "do": {"parameters": {"remove": ["state"], "add": {"scope": "{scope}"}}}}])");
  EXPECT_EQ(bent("http://127.0.0.1:1/oauth/authorize?scope=a+b&state=x"),
            "http://127.0.0.1:1/oauth/authorize?scope=a%20b&scope=a%20b");
  EXPECT_EQ(bent("http://127.0.0.1:1/oauth/authorize?state=x"),
            "http://127.0.0.1:1/oauth/authorize");
  const std::string other = "http://127.0.0.1:1/elsewhere?state=%78#end";
  EXPECT_EQ(bent(other), other);
}

}  // namespace
}  // namespace conform::clients
