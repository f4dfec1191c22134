#include "record/har.hpp"

#include <gtest/gtest.h>

#include "foundation/json/json_text.hpp"
#include "record/har_stream.hpp"
#include "record/redactor.hpp"

namespace conform {
namespace {

Exchange sign_in() {
  Exchange exchange;
  exchange.number = 2;
  exchange.at = ManualClock().now();
  exchange.site = "acme";
  exchange.origin = "http://127.0.0.1:1234";
  exchange.endpoint = Endpoint::kSignIn;
  exchange.request.method = "POST";
  exchange.request.target = "/login?next=%2Fhome&token=client#1&x=a b";
  exchange.request.headers = {{"Cookie", "last=acme; theme = dark"},
                              {"Content-Type", "application/x-www-form-urlencoded"}};
  exchange.request.body = "email=quinn&password=opensesame";
  exchange.response = redirect_response("/home");
  exchange.response.headers.add("Set-Cookie",
                                "session=opensesame; Path=/; Domain=omni.localhost; HttpOnly");
  exchange.facts = {{"user", "quinn"}};
  return exchange;
}

Entry hide(Entry entry) { return Redactor({sign_in()}).redacted(std::move(entry)); }

TEST(Har, HoldsWhatTheFormatRequires) {
  const Json log = har_of({sign_in()}, {}, "1.0").at("log");
  EXPECT_EQ(log.at("version"), "1.2");
  EXPECT_EQ(log.at("creator").at("name"), "omni-conform");
  const Json& entry = log.at("entries").at(0);
  EXPECT_EQ(entry.at("startedDateTime"), "2026-11-24T12:00:00.000Z");
  for (const char* member : {"time", "request", "response", "cache", "timings"}) {
    EXPECT_TRUE(entry.contains(member)) << member;
  }
  const Json& request = entry.at("request");
  EXPECT_EQ(request.at("queryString").at(0), Json({{"name", "next"}, {"value", "/home"}}));
  EXPECT_EQ(request.at("cookies").at(1), Json({{"name", "theme"}, {"value", "dark"}}));
  EXPECT_EQ(request.at("postData").at("mimeType"), "application/x-www-form-urlencoded");
  const Json& response = entry.at("response");
  EXPECT_EQ(response.at("status"), 302);
  EXPECT_EQ(response.at("redirectURL"), "/home");
  EXPECT_EQ(response.at("cookies").at(0).at("domain"), "omni.localhost");
  EXPECT_EQ(response.at("cookies").at(0).at("httpOnly"), true);
  EXPECT_EQ(response.at("cookies").at(0).at("secure"), false);
}

TEST(Har, UrlsAreUrisWhateverTheTargetHeld) {
  const Json entry = har_entry(sign_in());
  EXPECT_EQ(entry.at("request").at("url"),
            "http://127.0.0.1:1234/login?next=%2Fhome&token=client%231&x=a%20b");
}

TEST(Har, RedactsEveryText) {
  const Note note{1, ManualClock().now(), Note::Kind::kOutput, "I know opensesame"};
  const std::string text = har_of({note, sign_in()}, hide, "1.0").dump();
  EXPECT_EQ(text.find("opensesame"), std::string::npos) << text;
  EXPECT_NE(text.find("I know password#1"), std::string::npos);
}

TEST(Har, KeepsNotesBesideTheEntries) {
  const Note note{1, ManualClock().now(), Note::Kind::kPerson, "signs in"};
  const Json log = har_of({note, sign_in()}, {}, "1.0").at("log");
  EXPECT_EQ(log.at("entries").size(), 1U);
  EXPECT_EQ(log.at("entries").at(0).at("_number"), 2);
  EXPECT_EQ(log.at("_notes").at(0).at("kind"), "person");
}

TEST(Har, ABodyThatIsNoUtf8IsInBase64) {
  Exchange exchange = sign_in();
  exchange.response.body = "\xff\xfe";
  const Json content = har_entry(exchange).at("response").at("content");
  EXPECT_EQ(content.at("encoding"), "base64");
  EXPECT_EQ(content.at("text"), "//4=");
  EXPECT_EQ(content.at("size"), 2);
}

// What a stream gives until its end.
std::vector<std::string> pieces_of(HarStream stream) {
  std::vector<std::string> pieces;
  while (auto piece = stream.next({})) pieces.push_back(*std::move(piece));
  return pieces;
}

TEST(HarStream, ItsPiecesAreTheDocument) {
  Transcript transcript;
  for (int i = 0; i < 200; ++i) {
    transcript.append(sign_in());
    if (i % 3 == 0) transcript.note(Note::Kind::kOutput, "I know opensesame", {});
  }
  const std::size_t last = transcript.size() - 5;
  const std::vector<std::string> pieces = pieces_of(HarStream(transcript, last, hide, "1.0"));
  EXPECT_GT(pieces.size(), 3U);
  std::string whole;
  for (const std::string& piece : pieces) whole += piece;
  EXPECT_EQ(whole, json_text(har_of(transcript.entries_after(0, last), hide, "1.0")));
}

TEST(HarStream, OfNothingIsADocumentToo) {
  const Transcript transcript;
  std::string whole;
  for (const std::string& piece : pieces_of(HarStream(transcript, 0, {}, "1.0"))) whole += piece;
  EXPECT_EQ(whole, json_text(har_of({}, {}, "1.0")));
}

// So a large record takes no more memory than a small one.
TEST(HarStream, NoPieceHoldsMuchMoreThanAnEntry) {
  constexpr std::size_t kLarge = 200'000;
  Transcript transcript;
  Exchange large = sign_in();
  large.response.body = std::string(kLarge, 'x');
  for (int i = 0; i < 64; ++i) transcript.append(large);
  for (const std::string& piece : pieces_of(HarStream(transcript, 64, {}, "1.0"))) {
    EXPECT_LT(piece.size(), 20 * kLarge);
  }
}

TEST(HarStream, EndsWhenTheServerStops) {
  Transcript transcript;
  transcript.append(sign_in());
  HarStream stream(transcript, 1, {}, "1.0");
  std::stop_source stop;
  EXPECT_TRUE(stream.next(stop.get_token()));
  stop.request_stop();
  EXPECT_FALSE(stream.next(stop.get_token()));
}

TEST(Har, PagesGroupRecords) {
  const Json page = har_page("p1", "oauth/happy_path x cursor", ManualClock().now());
  const Json document = har_document(Json::array({page}), Json::array(), Json::array(), "1.0");
  EXPECT_EQ(document.at("log").at("pages").at(0).at("id"), "p1");
}

}  // namespace
}  // namespace conform
