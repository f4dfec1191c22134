#include <gmock/gmock.h>

#include "mock_server/control/control_fixture.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using TranscriptApi = ControlFixture;

TEST_F(TranscriptApi, IsReadInPages) {
  for (int i = 0; i < 5; ++i) get(mock->origin("callbacks") + "/");
  Json page = answer("GET", "/transcript?limit=2");
  EXPECT_EQ(page.at("entries").size(), 2U);
  EXPECT_EQ(page.at("next_after"), 2);
  EXPECT_EQ(page.at("size"), 5);
  page = answer("GET", "/transcript?limit=10&after=4");
  EXPECT_EQ(page.at("entries").at(0).at("number"), 5);
  EXPECT_TRUE(answer("GET", "/transcript?after=5").at("entries").empty());
  EXPECT_TRUE(answer("GET", "/transcript?after=99").at("entries").empty());
  EXPECT_EQ(refusal_of("GET", "/transcript?limit=0", {}),
            "limit must be a whole number between 1 and 10000, but is \"0\"");
  EXPECT_THAT(refusal_of("GET", "/transcript?after=x", {}), StartsWith("after must be"));
  EXPECT_THAT(refusal_of("GET", "/transcript?secrets=yes", {}),
              StartsWith("secrets must be 0 or 1"));
}

TEST_F(TranscriptApi, ShowsWhoseEachExchangeIs) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  rpc(mock->oauth_url(), token, request("tools/list"));
  const Json entry = answer("GET", "/transcript/" + std::to_string(mock->transcript().size()));
  EXPECT_EQ(entry.at("facts").at("client"), "Test client");
  EXPECT_EQ(entry.at("facts").at("user"), "quinn");
  EXPECT_EQ(entry.at("facts").at("grant"), mock->state().grants().front().id);
  EXPECT_EQ(entry.at("rpc").at("method"), "tools/list");
  EXPECT_THAT(entry.at("response").at("body").get<std::string>(), HasSubstr("getData"));
  EXPECT_EQ(refusal_of("GET", "/transcript/999", {}, 404),
            "There is no entry 999; the last one is " + std::to_string(mock->transcript().size()));
  EXPECT_EQ(control("GET", "/transcript/x").status, 400);
}

TEST_F(TranscriptApi, SecretsAreShownOnlyOnRequest) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  rpc(mock->oauth_url(), token, initialize());
  for (const char* path : {"/transcript", "/transcript.har"}) {
    const std::string redacted = control("GET", path).body;
    EXPECT_THAT(redacted, Not(HasSubstr(token))) << path;
    EXPECT_THAT(redacted, Not(HasSubstr(verifier))) << path;
    EXPECT_THAT(redacted, HasSubstr("access_token#1")) << path;
    EXPECT_THAT(control("GET", std::string(path) + "?secrets=1").body, HasSubstr(token)) << path;
  }
  // What comes later is called by the same names.
  const std::string other = access_token();
  rpc(mock->oauth_url(), other, initialize());
  const std::string redacted = control("GET", "/transcript").body;
  EXPECT_THAT(redacted, Not(HasSubstr(other)));
  EXPECT_THAT(redacted, HasSubstr("Bearer access_token#1"));
  EXPECT_THAT(redacted, HasSubstr("Bearer access_token#2"));
}

TEST_F(TranscriptApi, SummariesHaveNoBodies) {
  rpc(mock->oauth_url(), "", initialize());
  const Json entry = answer("GET", "/transcript?summary=1").at("entries").at(0);
  EXPECT_EQ(entry.at("status"), 401);
  EXPECT_EQ(entry.at("facts").at("refusal"), "missing_credential");
  EXPECT_FALSE(entry.contains("request"));
}

TEST_F(TranscriptApi, GivesAnHttpArchive) {
  rpc(mock->oauth_url(), "", initialize());
  const Json har = answer("GET", "/transcript.har");
  EXPECT_EQ(har.at("log").at("version"), "1.2");
  EXPECT_EQ(har.at("log").at("entries").size(), 1U);
}

// What the stream gives until `part` has come.
std::string read_until(BodyStream& stream, const std::string& part) {
  std::string text;
  const std::stop_source never;
  while (text.find(part) == std::string::npos) text += stream.next(never.get_token()).value();
  return text;
}

TEST_F(TranscriptApi, StreamsWhatComesNext) {
  get(mock->origin("callbacks") + "/before");
  const Response response = control("GET", "/transcript/stream");
  EXPECT_EQ(response.headers.get("Content-Type"), "text/event-stream");
  get(mock->origin("callbacks") + "/later");
  const std::string text = read_until(*response.stream, "/later");
  EXPECT_THAT(text, Not(HasSubstr("/before")));
  EXPECT_THAT(text, HasSubstr("id: 2\nevent: exchange\ndata: {\"number\":2,"));
  mock->live().advance(std::chrono::seconds(5));
  EXPECT_THAT(read_until(*response.stream, "5 seconds pass"), HasSubstr("id: 3\nevent: note\n"));
}

TEST_F(TranscriptApi, AStreamGoesOnAfterTheLastEvent) {
  for (const char* path : {"/one", "/two", "/three"}) get(mock->origin("callbacks") + path);
  const Response resumed = control("GET", "/transcript/stream", {}, {{"Last-Event-ID", "1"}});
  const std::string text = read_until(*resumed.stream, "/three");
  EXPECT_THAT(text, Not(HasSubstr("/one")));
  EXPECT_THAT(text, HasSubstr("/two"));
  const Response from_start = control("GET", "/transcript/stream?after=0&summary=1");
  EXPECT_THAT(read_until(*from_start.stream, "/three"), HasSubstr("/one"));
  EXPECT_EQ(control("GET", "/transcript/stream", {}, {{"Last-Event-ID", "x"}}).status, 400);
}

TEST_F(TranscriptApi, AStreamEndsWhenTheServerStops) {
  const Response response = control("GET", "/transcript/stream");
  std::stop_source stop;
  EXPECT_TRUE(response.stream->next(stop.get_token()));
  stop.request_stop();
  EXPECT_FALSE(response.stream->next(stop.get_token()));
}

class Judged : public ControlFixture {
 protected:
  Judged() : ControlFixture(options(judged_)) {}

  static ControlOptions options(const std::shared_ptr<int>& judged) {
    ControlOptions options = switched_on();
    options.judge = [judged](const std::vector<Entry>& entries) {
      ++*judged;
      ClientVerdict verdict;
      verdict.client = "c";
      verdict.check = "counts";
      verdict.severity = "must";
      verdict.verdict = "pass";
      verdict.exchange = entries.size();
      return std::vector<ClientVerdict>{verdict};
    };
    return options;
  }
  int judged() const { return *judged_; }

 private:
  inline static const std::shared_ptr<int> judged_ = std::make_shared<int>(0);
};

TEST_F(Judged, AsOftenAsThereIsSomethingNew) {
  get(mock->origin("callbacks") + "/");
  EXPECT_EQ(answer("GET", "/verdicts").at("verdicts").at(0).at("exchange"), 1);
  answer("GET", "/verdicts");
  EXPECT_EQ(judged(), 1);
  get(mock->origin("callbacks") + "/");
  EXPECT_EQ(answer("GET", "/verdicts").at("verdicts").at(0).at("exchange"), 2);
  EXPECT_EQ(judged(), 2);
}

TEST_F(TranscriptApi, WithoutAJudgeThereAreNoVerdicts) {
  get(mock->origin("callbacks") + "/");
  EXPECT_EQ(answer("GET", "/verdicts"), (Json{{"judged", false}, {"verdicts", Json::array()}}));
}

}  // namespace
}  // namespace conform
