#include "mock_server/transcript.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "mock_server/digest.hpp"

namespace conform {
namespace {

Exchange exchange_at(Endpoint endpoint) {
  Exchange exchange;
  exchange.endpoint = endpoint;
  return exchange;
}

TEST(Transcript, NumbersExchangesAndNotesTogether) {
  Transcript transcript;
  EXPECT_EQ(transcript.append(exchange_at(Endpoint::kMcp)), 1U);
  EXPECT_EQ(transcript.note(Note::Kind::kOutput, "hello"), 2U);
  EXPECT_EQ(transcript.append(exchange_at(Endpoint::kToken)), 3U);
  EXPECT_EQ(transcript.exchanges().at(1).number, 3U);
  EXPECT_EQ(transcript.notes(Note::Kind::kOutput).at(0).text, "hello");
  EXPECT_TRUE(transcript.notes(Note::Kind::kAdmin).empty());
}

TEST(Transcript, WaitsForWhatAnotherThreadAppends) {
  Transcript transcript;
  std::jthread writer([&] { transcript.note(Note::Kind::kHarness, "now"); });
  EXPECT_TRUE(transcript.wait_beyond(0, {}, std::chrono::minutes(1)));
  EXPECT_FALSE(transcript.wait_beyond(9, {}, std::chrono::milliseconds(1)));
}

TEST(SummarizeRpc, ReadsMethodIdAndTool) {
  const auto call = summarize_rpc(
      R"({"jsonrpc":"2.0","id":"7","method":"tools/call","params":{"name":"getData"}})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->method, "tools/call");
  EXPECT_EQ(call->id, "\"7\"");
  EXPECT_EQ(call->tool, "getData");
  const auto batch = summarize_rpc(R"([{"jsonrpc":"2.0","method":"ping","id":0}])");
  ASSERT_TRUE(batch);
  EXPECT_TRUE(batch->batch);
  EXPECT_EQ(batch->method, "ping");
}

TEST(SummarizeRpc, SurvivesWhatIsNoRpc) {
  for (const char* body : {"", "nonsense", "{}", "[]", "7", R"({"jsonrpc":"2.0"}x)"}) {
    EXPECT_FALSE(summarize_rpc(body)) << body;
  }
  EXPECT_TRUE(summarize_rpc(R"([1])")->method.empty());
  EXPECT_TRUE(summarize_rpc(R"({"jsonrpc":"2.0","method":5,"params":[]})")->method.empty());
}

TEST(Classify, TellsWhatARequestWasFor) {
  EXPECT_EQ(classify("POST", "/callback/mcp", true), Endpoint::kMcp);
  EXPECT_EQ(classify("POST", "/callback/mcp", false), Endpoint::kOther);
  EXPECT_EQ(classify("POST", "/mcp/https", false), Endpoint::kMcp);
  EXPECT_EQ(classify("GET", "/.well-known/oauth-protected-resource/callback/mcp", true),
            Endpoint::kProtectedResourceMetadata);
  EXPECT_EQ(classify("GET", "/.well-known/openid-configuration", true),
            Endpoint::kAuthorizationServerMetadata);
  EXPECT_EQ(classify("GET", "/callback/mcp/oauth/authorize", true), Endpoint::kAuthorize);
  EXPECT_EQ(classify("GET", "/oauth/mcp/authorize", false), Endpoint::kConsent);
  // Guessed places count as what they were meant for.
  EXPECT_EQ(classify("POST", "/register", false), Endpoint::kRegistration);
  EXPECT_EQ(classify("GET", "/authorize", true), Endpoint::kAuthorize);
  EXPECT_EQ(classify("GET", "/favicon.ico", true), Endpoint::kOther);
}

TEST(Redactor, NamesSecretsTheSameWayThroughout) {
  Transcript transcript;
  Exchange token = exchange_at(Endpoint::kToken);
  token.request.body =
      "code=secret%2Bcode1&code_verifier=verifier12345&refresh_token=old-refresh-1";
  token.response.body = R"({"access_token":"access-one-1","refresh_token":"new-refresh-2"})";
  transcript.append(token);
  Exchange call = exchange_at(Endpoint::kMcp);
  call.request.headers = {{"Authorization", "Bearer access-one-1"}};
  transcript.append(call);
  Exchange other = exchange_at(Endpoint::kMcp);
  other.request.headers = {{"Authorization", "Bearer unknown-token-9"}};
  transcript.append(other);

  const Redactor redact(transcript.entries());
  EXPECT_EQ(redact("Bearer access-one-1"), "Bearer access_token#1");
  EXPECT_EQ(redact("code=secret%2Bcode1"), "code=code#1");
  EXPECT_EQ(redact("was secret+code1, old-refresh-1, new-refresh-2"),
            "was code#1, refresh_token#1, refresh_token#2");
  EXPECT_EQ(redact("unknown-token-9 verifier12345"), "bearer#1 code_verifier#1");
}

TEST(Redactor, KnowsEverySpellingOfASecret) {
  Transcript transcript;
  Exchange token = exchange_at(Endpoint::kToken);
  // As URLSearchParams writes it, which takes "~" for a character that must be encoded.
  token.request.body = "code_verifier=secret%7Everifier*with/slash";
  transcript.append(token);
  const Redactor redact(transcript.entries());
  for (const char* spelling : {"secret~verifier*with/slash", "secret%7Everifier*with%2Fslash",
                               "secret~verifier%2Awith%2Fslash", "secret~verifier%2awith%2fslash",
                               "secret%7everifier*with%2fslash"}) {
    EXPECT_EQ(redact(spelling), "code_verifier#1") << spelling;
  }
}

TEST(Redactor, FindsSecretsOfClientsWhereverTheyAreSent) {
  Transcript transcript;
  Exchange registered = exchange_at(Endpoint::kRegistration);
  registered.response.body =
      R"({"client_id":"app-1","client_secret":"s:cret+one!","registration_access_token":"manage-12345"})";
  transcript.append(registered);
  Exchange token = exchange_at(Endpoint::kToken);
  token.request.headers = {{"Authorization", "Basic " + base64("app-1:s%3Acret%2Bone%21")}};
  transcript.append(token);
  Exchange other = exchange_at(Endpoint::kToken);
  other.request.headers = {{"Authorization", "basic " + base64("app-2:never-registered")}};
  transcript.append(other);

  const Redactor redact(transcript.entries());
  EXPECT_EQ(
      redact(registered.response.body),
      R"({"client_id":"app-1","client_secret":"client_secret#1","registration_access_token":"registration_access_token#1"})");
  EXPECT_EQ(redact(token.request.headers.get("Authorization")), "Basic basic#1");
  EXPECT_EQ(redact(other.request.headers.get("Authorization")), "basic basic#2");
  EXPECT_EQ(redact("never-registered client_secret=s%3Acret%2Bone%21"),
            "client_secret#2 client_secret=client_secret#1");
}

TEST(Redactor, FindsCookiesAndKeysOnPages) {
  Transcript transcript;
  Exchange page = exchange_at(Endpoint::kPage);
  page.response.headers.add("Set-Cookie", "omni_session_acme=abcdefgh1234; Path=/");
  page.response.body = "<code>omni_osk_MOCKabcdef</code>";
  transcript.append(page);
  const Redactor redact(transcript.entries());
  EXPECT_EQ(redact("omni_session_acme=abcdefgh1234; x"), "omni_session_acme=session#1; x");
  EXPECT_EQ(redact("<code>omni_osk_MOCKabcdef</code>"), "<code>api_key#1</code>");
}

TEST(Redactor, ShowsSitesInsteadOfPorts) {
  Redactor redact({});
  redact.rename("127.0.0.1:4711", "callbacks.omni.localhost");
  EXPECT_EQ(redact("http://127.0.0.1:4711/x?u=http%3A%2F%2F127.0.0.1%3A4711%2Fy"),
            "http://callbacks.omni.localhost/x?u=http%3A%2F%2Fcallbacks.omni.localhost%2Fy");
}

}  // namespace
}  // namespace conform
