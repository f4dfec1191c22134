// Every word of wire_words.hpp in both directions, over records made by hand.
#include "suites/words/wire_words.hpp"

#include <gtest/gtest.h>

namespace conform::words {

using mock::Change;
using mock::StreamFraming;
using mock::World;

namespace {

using Outcome = Finding::Outcome;
constexpr Outcome kPass = Outcome::kPass;
constexpr Outcome kFail = Outcome::kFail;

// Writes a record request by request.
class WireRecord {
 public:
  WireRecord& calls(Json params = Json::object(), std::string answer = R"({"result":{}})") {
    return asks("tools/call", std::move(params), std::move(answer));
  }
  WireRecord& asks(const std::string& method, Json params = Json::object(),
                   std::string answer = R"({"result":{}})") {
    Exchange& e = add(Endpoint::kMcp);
    e.request.body =
        Json{
            {"jsonrpc", "2.0"}, {"id", e.number}, {"method", method}, {"params", std::move(params)}}
            .dump();
    e.rpc = summarize_rpc(e.request.body);
    e.response.body = std::move(answer);
    return *this;
  }
  WireRecord& posts(const Parameters& form, const Json& answer = Json::object(), int status = 200) {
    Exchange& e = add(Endpoint::kToken);
    e.request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    e.request.body = form.encode();
    e.response.status = status;
    e.response.body = answer.dump();
    return *this;
  }
  WireRecord& with(std::string name, std::string value) {
    last().request.headers.set(std::move(name), std::move(value));
    return *this;
  }
  WireRecord& told(std::string name, std::string value) {
    last().response.headers.set(std::move(name), std::move(value));
    return *this;
  }
  WireRecord& passes(Duration by) {
    at_ += by;
    return *this;
  }
  [[nodiscard]] Outcome judge(const Kind& kind, const Property& property) const {
    return each(kind, property).judge(entries_).outcome;
  }

 private:
  Exchange& last() { return std::get<Exchange>(entries_.back()); }
  Exchange& add(Endpoint endpoint) {
    Exchange e;
    e.number = entries_.size() + 1;
    e.at = at_;
    e.endpoint = endpoint;
    e.request.method = "POST";
    e.request.target = "/";
    e.response.status = 200;
    entries_.emplace_back(std::move(e));
    return last();
  }

  std::vector<Entry> entries_;
  TimePoint at_{};
};

TEST(WireWords, ChangeTheWorldAsTheySay) {
  World world;
  for (const Change& change :
       {lost_sessions_answered(410), moved_with(308), marked_codes(),
        client_secrets_live(std::chrono::hours(1)), fault(every("tools/call"), framed("cr")),
        fault(every("tools/list"), encoded("gzip"))}) {
    EXPECT_FALSE(change.text.empty());
    change.apply(world);
  }
  EXPECT_EQ(world.mcp.lost_session_status, 410);
  EXPECT_EQ(world.mcp.moved_with, 308);
  EXPECT_TRUE(world.authorization.marked_codes);
  EXPECT_EQ(world.authorization.client_secret_lifetime, std::chrono::hours(1));
  EXPECT_EQ(world.faults.at(0).effect.framing, StreamFraming::kCr);
  EXPECT_EQ(world.faults.at(1).effect.content_coding, ContentCoding::kGzip);
}

TEST(WireWords, AnswersHoldWhatTheySay) {
  const Json bare = rows_without_text().at("result");
  EXPECT_TRUE(bare.at("content").empty());
  EXPECT_EQ(bare.at("structuredContent").at("rows").dump(), R"([["4711.42"]])");
  const Json counted = rows_behind_a_count().at("result");
  EXPECT_EQ(counted.at("content").dump().find("4711"), std::string::npos);
  EXPECT_EQ(counted.at("structuredContent"), bare.at("structuredContent"));
  EXPECT_NE(text_of_many_scripts().dump().find("Köln"), std::string::npos);
  EXPECT_EQ(state_wanted_back().at("result").at("resultType"), "input_required");
  EXPECT_TRUE(Json::parse(error_without_id(-32600, "no")).at("id").is_null());
}

TEST(WireWords, TheRevisionIsTheOneThatWasSettled) {
  const Property property = names_no_other_revision("2025-03-26");
  EXPECT_EQ(WireRecord().calls().judge(tools_call, property), kPass);
  EXPECT_EQ(
      WireRecord().calls().with("MCP-Protocol-Version", "2025-03-26").judge(tools_call, property),
      kPass);
  EXPECT_EQ(
      WireRecord().calls().with("MCP-Protocol-Version", "2025-11-25").judge(tools_call, property),
      kFail);
  EXPECT_EQ(WireRecord()
                .asks("server/discover")
                .with("MCP-Protocol-Version", "2026-07-28")
                .judge(server_discover, property),
            kPass);
}

TEST(WireWords, TheSchemeIsSpelled) {
  EXPECT_EQ(
      WireRecord().calls().with("Authorization", "Bearer x").judge(bearer_request, writes_bearer()),
      kPass);
  EXPECT_EQ(
      WireRecord().calls().with("Authorization", "bearer x").judge(bearer_request, writes_bearer()),
      kFail);
}

TEST(WireWords, ARefreshTokenHasAnOwner) {
  const Parameters exchanged{{"grant_type", "authorization_code"}, {"client_id", "a"}};
  const auto refreshed_by = [&](const std::string& client) {
    return WireRecord()
        .posts(exchanged, {{"access_token", "x"}, {"refresh_token", "rt"}})
        .posts({{"grant_type", "refresh_token"}, {"refresh_token", "rt"}, {"client_id", client}})
        .judge(refresh, is_of_the_client_it_was_given_to());
  };
  EXPECT_EQ(refreshed_by("a"), kPass);
  EXPECT_EQ(refreshed_by("b"), kFail);
}

TEST(WireWords, TheStateComesBack) {
  const auto brought = [](const Json& params) {
    return WireRecord()
        .calls(Json::object(), R"({"result":{"requestState":"s "}})")
        .calls(params)
        .judge({"call", "calls", [](const Exchange& e) { return e.number == 2; }},
               brings_the_state_back());
  };
  EXPECT_EQ(brought({{"requestState", "s "}}), kPass);
  EXPECT_EQ(brought({{"requestState", "s"}}), kFail);
  EXPECT_EQ(brought(Json::object()), kFail);
}

TEST(WireWords, AHeaderRepeatsAnArgument) {
  const Property property = repeats_in_header("prompt", "Mcp-Param-Prompt");
  const auto sent = [&property](const std::string& prompt, const std::string& header) {
    return WireRecord()
        .calls({{"arguments", {{"prompt", prompt}}}})
        .with("Mcp-Param-Prompt", header)
        .judge(tools_call, property);
  };
  EXPECT_EQ(sent("plain", "plain"), kPass);
  EXPECT_EQ(sent("ü", "=?base64?w7w=?="), kPass);
  EXPECT_EQ(sent("ü", "ü"), kFail);
  EXPECT_EQ(sent("=?base64?w7w=?=", "=?base64?w7w=?="), kFail);
  EXPECT_EQ(WireRecord().calls({{"arguments", {{"prompt", "x"}}}}).judge(tools_call, property),
            kFail);
}

TEST(WireWords, EachEndpointTellsHowLongToWait) {
  const Parameters refreshes{{"grant_type", "refresh_token"}};
  const auto again_after = [&](Duration pause) {
    return WireRecord()
        .posts(refreshes, Json::object(), 429)
        .told("Retry-After", "30")
        .passes(pause)
        .calls()
        .posts(refreshes)
        .judge(refresh, waits_as_told());
  };
  EXPECT_EQ(again_after(std::chrono::seconds(30)), kPass);
  EXPECT_EQ(again_after(std::chrono::seconds(29)), kFail);
}

}  // namespace
}  // namespace conform::words
