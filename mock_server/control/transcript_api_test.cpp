#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "mock_server/control/control_fixture.hpp"
#include "mock_server/control/redaction.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::mock {
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

// What is large does not have to fit into memory.
TEST_F(TranscriptApi, APageIsWrittenWhileItIsSent) {
  constexpr std::size_t kEntries = 400;
  for (std::size_t i = 0; i < kEntries; ++i) get(mock->origin("callbacks") + "/large");
  for (const char* path : {"/transcript?limit=400", "/transcript.har"}) {
    const Response response = send("GET", api(path));
    std::vector<std::string> pieces;
    while (auto piece = response.stream->next({})) pieces.push_back(*std::move(piece));
    EXPECT_GE(pieces.size(), 3U) << path;
    std::string whole;
    for (const std::string& piece : pieces) {
      EXPECT_LT(piece.size(), 100'000U) << path;
      whole += piece;
    }
    const Json json = Json::parse(whole);
    const Json& entries = json.contains("log") ? json.at("log").at("entries") : json.at("entries");
    EXPECT_EQ(entries.size(), kEntries) << path;
  }
}

TEST_F(TranscriptApi, APageEndsWhenTheServerStops) {
  get(mock->origin("callbacks") + "/");
  std::stop_source stop;
  stop.request_stop();
  for (const char* path : {"/transcript", "/transcript/1", "/transcript.har"}) {
    EXPECT_FALSE(send("GET", api(path)).stream->next(stop.get_token())) << path;
  }
}

// Of a page's entries and no others, and each entry's secrets are learnt once.
TEST_F(TranscriptApi, LearnsEachEntryOnce) {
  for (int i = 0; i < 50; ++i)
    get(mock->origin("callbacks") + "/?token=secret-number-" + std::to_string(i));
  Redaction redaction;
  const auto learn = [&](const std::stop_token& stop) {
    redaction.up_to_date(mock->transcript(), mock->world(), stop);
    return redaction.learnt();
  };
  std::stop_source stopped;
  stopped.request_stop();
  EXPECT_EQ(learn(stopped.get_token()), 0U);
  EXPECT_EQ(learn({}), 50U);
  EXPECT_EQ(learn({}), 50U);
  get(mock->origin("callbacks") + "/");
  EXPECT_EQ(learn({}), 51U);
}

// Says how it was asked.
class CountingJudge final : public ClientJudge {
 public:
  explicit CountingJudge(std::vector<std::size_t>& asked) : asked_(asked) {}
  void go_on(const Transcript& transcript, std::size_t at_most) override {
    asked_.push_back(at_most);
    judged_ = std::min(transcript.size(), judged_ + 2);
  }
  [[nodiscard]] std::size_t judged() const override { return judged_; }
  [[nodiscard]] std::size_t left_out() const override { return 1; }
  [[nodiscard]] std::vector<ClientVerdict> verdicts() const override {
    return {{.client = "c",
             .check = "counts",
             .expected = "",
             .severity = "must",
             .verdict = "pass",
             .message = "",
             .exchange = judged_}};
  }

 private:
  std::vector<std::size_t>& asked_;
  std::size_t judged_ = 0;
};

class Judged : public ControlFixture {
 protected:
  Judged() : ControlFixture(options(*asked_)) {}

  static ControlOptions options(std::vector<std::size_t>& asked) {
    asked.clear();
    ControlOptions options = switched_on();
    options.judge = [&asked] { return std::make_unique<CountingJudge>(asked); };
    return options;
  }
  [[nodiscard]] std::size_t judged() const { return asked_->size(); }

  inline static const auto asked_ = std::make_shared<std::vector<std::size_t>>();
};

TEST_F(Judged, AsOftenAsThereIsSomethingNew) {
  get(mock->origin("callbacks") + "/");
  EXPECT_EQ(answer("GET", "/verdicts").at("verdicts").at(0).at("exchange"), 1);
  answer("GET", "/verdicts");
  EXPECT_EQ(judged(), 1U);
  get(mock->origin("callbacks") + "/");
  EXPECT_EQ(answer("GET", "/verdicts").at("verdicts").at(0).at("exchange"), 2);
  EXPECT_EQ(judged(), 2U);
}

TEST_F(Judged, ByIncrementsOfWhichTheAnswerTells) {
  for (int i = 0; i < 5; ++i) get(mock->origin("callbacks") + "/");
  for (const int judged_to : {2, 4, 5}) {
    const Json verdicts = answer("GET", "/verdicts");
    EXPECT_EQ(verdicts.at("judged_to"), judged_to);
    EXPECT_EQ(verdicts.at("size"), 5);
    EXPECT_EQ(verdicts.at("left_out"), 1);
    EXPECT_EQ(verdicts.at("verdicts").at(0).at("exchange"), judged_to);
  }
  EXPECT_THAT(*asked_, testing::Each(Control::kJudgedAtOnce));
}

TEST_F(TranscriptApi, WithoutAJudgeThereAreNoVerdicts) {
  get(mock->origin("callbacks") + "/");
  EXPECT_EQ(answer("GET", "/verdicts"), (Json{{"judged", false}, {"verdicts", Json::array()}}));
}

}  // namespace
}  // namespace conform::mock
