#include "clients/profile/profile.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "clients/profile/behaviour_fields.hpp"

namespace conform::clients {
namespace {

using ::testing::HasSubstr;

// A folder of profiles that a test writes.
class ProfileFiles : public ::testing::Test {
 protected:
  ProfileFiles() {
    const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("profiles_" + std::string(test->name())) / "clients";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "broken");
    write("reference.json", R"({"title":"R","kind":"reference"})");
  }
  ~ProfileFiles() override { std::filesystem::remove_all(folder_.parent_path()); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  [[nodiscard]] std::map<std::string, Profile> load() const { return load_profiles(folder_); }
  [[nodiscard]] std::string error() const {
    try {
      static_cast<void>(load());
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "no error";
  }
  [[nodiscard]] std::string error_of(const std::string& text) const {
    write("x.json", text);
    return error();
  }

  std::filesystem::path folder_;
};

TEST_F(ProfileFiles, ResolveExtends) {
  write("a.json",
        R"({"extends":"b","title":"A","kind":"product","behaviour":{"session":{"accept":"x"}}})");
  write("b.json", R"({"extends":"reference","title":"B","kind":"product",
    "behaviour":{"session":{"accept":"y","opens_get_stream":true},"authorization":{"pkce":"plain"}}})");
  write("broken/c.json",
        R"({"extends":"a","bug":"It does.","behaviour":{"token":{"attempts":3}}})");
  const std::map<std::string, Profile> all = load();
  EXPECT_EQ(all.size(), 4U);
  const Profile& a = all.at("a");
  EXPECT_EQ(a.behaviour.session.accept, "x");
  EXPECT_TRUE(a.behaviour.session.opens_get_stream);
  EXPECT_EQ(a.behaviour.authorization.pkce, Behaviour::Pkce::kPlain);
  EXPECT_THAT(a.sets, ::testing::ElementsAre("session.accept"));
  const Profile& c = all.at("c");
  EXPECT_EQ(c.kind, "broken");
  EXPECT_EQ(c.title, "It does.");
  EXPECT_EQ(c.behaviour.token.attempts, 3);
  EXPECT_EQ(c.behaviour.session.accept, "x");
  EXPECT_TRUE(all.at("b").bug.empty());
}

TEST_F(ProfileFiles, SeveralChecksMayFailForOneReason) {
  const std::string known =
      R"("known_failures":[{"checks":["s:a","t:b"],"because":"c","source":"d"}])";
  write("a.json", R"({"extends":"b","title":"A","kind":"product",)" + known + "}");
  write("b.json", R"({"title":"B","kind":"product",
    "known_failures":[{"check":"s:z","because":"c","source":"d"}]})");
  const std::map<std::string, Profile> all = load();
  std::vector<std::string> checks;
  for (const KnownFailure& one : all.at("a").allowances.known_failures) {
    checks.push_back(one.check + " " + one.because + " " + one.source);
  }
  // They take the place of those of the profile that it extends.
  EXPECT_THAT(checks, ::testing::ElementsAre("s:a c d", "t:b c d"));
}

TEST_F(ProfileFiles, AreRefusedWithFilePlaceAndAdvice) {
  const std::string head = R"({"title":"X","kind":"product",)";
  EXPECT_THAT(error_of(head + R"("behavior":{}})"),
              HasSubstr("clients/x.json: /behavior is unknown; known here:"));
  EXPECT_THAT(error_of(head + R"("behaviour":{"session":{"acept":"x"}}})"),
              HasSubstr("/behaviour/session/acept is unknown"));
  EXPECT_THAT(error_of(head + R"("behaviour":{"session":{"accept":1}}})"),
              HasSubstr("/behaviour/session/accept must be a string"));
  EXPECT_THAT(error_of(head + R"("behaviour":{"token":{"attempts":-1}}})"),
              HasSubstr("/behaviour/token/attempts must be a whole number"));
  EXPECT_THAT(error_of(head + R"("behaviour":{"token":{"attempts":1.5}}})"),
              HasSubstr("must be a whole number"));
  EXPECT_THAT(error_of(head + R"("behaviour":{"token":{"refreshes":1}}})"),
              HasSubstr("must be true or false"));
  EXPECT_THAT(error_of(head + R"("behaviour":{"authorization":{"pkce":"S256"}}})"),
              HasSubstr("/behaviour/authorization/pkce must be one of s256, plain"));
  EXPECT_THAT(
      error_of(head + R"("behaviour":{"authorization":{"order":["client_id","nonsense"]}}})"),
      HasSubstr("not nonsense"));
  EXPECT_THAT(error_of(head + R"("behaviour":{"authorization":{"state_form":"hex"}}})"),
              HasSubstr("state_form must be"));
  EXPECT_THAT(error_of(head + R"("behaviour":{"session":{"lists_also":[1]}}})"),
              HasSubstr("/behaviour/session/lists_also/0 must be a string"));
  EXPECT_THAT(error_of(head + R"("behaviour":[]})"), HasSubstr("/behaviour must be an object"));
  EXPECT_THAT(error_of(head + R"("known_failures":[{"check":"a:b","because":"c"}]})"),
              HasSubstr("/known_failures/0/source must be a string that is not empty"));
  EXPECT_THAT(error_of(head + R"("known_failures":[{"checks":[],"because":"c","source":"d"}]})"),
              HasSubstr("/known_failures/0/check must be a string that is not empty"));
  EXPECT_THAT(
      error_of(
          head +
          R"("known_failures":[{"check":"a:b","checks":["c:d"],"because":"c","source":"d"}]})"),
      HasSubstr("/known_failures/0/check"));
  EXPECT_THAT(error_of(head + R"("facts":{"session.accept":{"mark":"captured","source":"y"}}})"),
              HasSubstr("does not set"));
  EXPECT_THAT(error_of(R"({"title":"X","kind":"broken"})"), HasSubstr("/kind must be one of"));
  EXPECT_THAT(error_of(R"({"kind":"product"})"), HasSubstr("/title must be"));
  EXPECT_THAT(error_of(R"({"title":"X","kind":"external"})"),
              HasSubstr("/launch must say how an external client is run"));
  EXPECT_THAT(error_of("{"), HasSubstr("x.json"));
  EXPECT_THAT(error_of("[]"), HasSubstr("the file must be an object"));
}

TEST_F(ProfileFiles, BendsTakeThePlaceOfThoseOfTheProfileThatIsExtended) {
  const auto bends = [](const std::string& bend) {
    return R"({"extends":"reference","bug":"b","bends":[)" + bend + "]}";
  };
  write("broken/a.json", bends(R"({"on":{"rpc":"ping"},"do":{"remove_headers":["A"]}})"));
  write("broken/b.json", R"({"extends":"a","bug":"b"})");
  write("broken/c.json", R"({"extends":"a","bug":"b","bends":[{"do":{"remove_headers":["C"]}}]})");
  const std::map<std::string, Profile> all = load();
  EXPECT_EQ(all.at("b").bends.at(0).on.rpc, "ping");
  EXPECT_THAT(all.at("b").sets, ::testing::IsEmpty());
  ASSERT_EQ(all.at("c").bends.size(), 1U);
  EXPECT_THAT(all.at("c").bends[0].effect.headers.remove, ::testing::ElementsAre("C"));
  EXPECT_THAT(all.at("c").sets, ::testing::ElementsAre("bends"));

  const auto error_in = [&](const std::string& bend) {
    write("broken/a.json", bends(bend));
    return error();
  };
  const std::string place = "clients/broken/a.json: /bends/0/";
  EXPECT_THAT(error_in(R"({"on":{"endpoint":"nowhere"},"do":{"remove":["/a"]}})"),
              HasSubstr(place + "on/endpoint is none of the endpoints: \"mcp\", "));
  EXPECT_THAT(error_in(R"({"on":{"client":"x"},"do":{"remove":["/a"]}})"),
              HasSubstr(place + "on/client is not known here"));
  EXPECT_THAT(error_in(R"({"on":{"times":-1},"do":{"remove":["/a"]}})"),
              HasSubstr(place + "on/times must be between 0 and "));
  EXPECT_THAT(error_in(R"({"on":{}})"), HasSubstr("/bends/0"));
  EXPECT_THAT(error_in(R"({"do":{}})"), HasSubstr(place + "do must say what becomes of"));
  EXPECT_THAT(error_in(R"({"do":{"status":200}})"),
              HasSubstr(place + "do/status is not known here"));
  EXPECT_THAT(error_in(R"({"do":{"headers":{"A":"b\nc"}}})"),
              HasSubstr(place + "do/headers/A must not hold a line break"));
  EXPECT_THAT(error_in(R"({"do":{"remove":["a"]}})"),
              HasSubstr(place + "do/remove/0 \"a\" is no JSON pointer"));
  EXPECT_THAT(error_in(R"({"do":{"parameters":{"set":{"a":1}}}})"),
              HasSubstr(place + "do/parameters/set/a must be a string"));
  EXPECT_THAT(error_in(R"({"do":{"body":{"json":{}}}})"),
              HasSubstr(place + "do/body/json is not known here"));
}

TEST_F(ProfileFiles, AreRefusedWhenTheyExtendNothingOrEachOther) {
  EXPECT_THAT(error_of(R"({"extends":"y","title":"X","kind":"product"})"),
              HasSubstr("/extends names no profile: y"));
  write("y.json", R"({"extends":"x","title":"Y","kind":"product"})");
  EXPECT_THAT(error(), HasSubstr("goes round in a circle"));
}

TEST_F(ProfileFiles, NeedUniqueIdsAndABug) {
  write("broken/reference.json", R"({"extends":"reference","bug":"b"})");
  EXPECT_THAT(error(), HasSubstr("every id must be unique"));
  std::filesystem::remove(folder_ / "broken/reference.json");
  write("broken/z.json", R"({"extends":"reference"})");
  EXPECT_THAT(error(), HasSubstr("clients/broken/z.json: /bug must be"));
}

TEST_F(ProfileFiles, ReadLaunch) {
  write(
      "m.json",
      R"({"title":"M","kind":"external","launch":{"npm_package":"m@1","command":["m","{url}"],"stdio":true,
    "key_arguments":["--header","Authorization: Bearer {api_key}"],
    "client_id_arguments":["--client-id","{client_id}"],
    "files":{"a.toml":["[mcp]","url = 1"]},"chatter":["^hello"]}})");
  const Launch launch = load().at("m").launch;
  EXPECT_EQ(launch.npm_package, "m@1");
  EXPECT_TRUE(launch.stdio);
  EXPECT_THAT(launch.command, ::testing::ElementsAre("m", "{url}"));
  EXPECT_THAT(launch.client_id_arguments, ::testing::ElementsAre("--client-id", "{client_id}"));
  EXPECT_EQ(launch.files.at("a.toml"), "[mcp]\nurl = 1\n");
  EXPECT_FALSE(launch.needs_model());
}

TEST_F(ProfileFiles, RefuseALaunchThatNobodyCanFollow) {
  const std::string head = R"({"title":"M","kind":"external","launch":{)";
  EXPECT_THAT(error_of(head + R"("intents":{"conect":[["m"]]}}})"),
              HasSubstr("/launch/intents/conect is no intent; known here: connect, "));
  EXPECT_THAT(error_of(head + R"("intents":{"connect":[[]]}}})"),
              HasSubstr("/launch/intents/connect/0 must name a program"));
  EXPECT_THAT(error_of(head + R"("command":["m"],"intents":{"connect":[["m"]]}}})"),
              HasSubstr("/launch/intents can't stand beside \"command\""));
  EXPECT_THAT(error_of(head + R"("command":["m"],"failures":["("]}})"),
              HasSubstr("/launch/failures has \"(\", which is no ECMAScript regular expression"));
}

// ---- The files that are shipped ----

const std::filesystem::path kClients = CONFORM_SOURCE_DIR "/fixtures/clients";

TEST(ShippedProfiles, SayHowEveryMemberOfAProductIsKnown) {
  const std::map<std::string, Profile> all = load_profiles(kClients);
  int products = 0;
  for (const auto& [id, profile] : all) {
    if (profile.kind != "product") continue;
    ++products;
    EXPECT_FALSE(profile.sets.empty()) << id;
    for (const std::string& member : profile.sets) {
      EXPECT_TRUE(profile.facts.contains(member)) << id << " does not say how it knows " << member;
    }
  }
  EXPECT_GE(products, 6);
  EXPECT_EQ(all.at("reference").kind, "reference");
  // It has what it cannot do without a maker of its own, a client ID metadata document, and says
  // which encodings it reads, as HTTP libraries do.
  EXPECT_EQ(
      all.at("reference").sets,
      (std::vector<std::string>{"identity.accept_encoding", "registration.client_metadata_url"}));
}

TEST(ShippedProfiles, NoProgramIsAskedTwoThingsAtOnceOrInterrupted) {
  for (const auto& [id, profile] : load_profiles(kClients)) {
    std::set<std::string> cannot;
    for (const Incapability& one : of_the_real_program(profile).allowances.cannot) {
      cannot.insert(one.intent);
    }
    EXPECT_TRUE(cannot.contains("call_at_once") && cannot.contains("cancel_call")) << id;
  }
}

TEST(ShippedProfiles, NameThePortsOfTheirRedirects) {
  const auto profiles = load_profiles(kClients);
  const auto ports = [&](const char* id) { return redirect_ports(profiles.at(id).behaviour); };
  EXPECT_EQ(ports("reference"), std::set<int>{61420});
  EXPECT_EQ(ports("vscode"), std::set<int>{33418});
  EXPECT_EQ(ports("chatgpt"), std::set<int>());
  EXPECT_EQ(ports("codex"), std::set<int>()) << "it takes one that is free, above those of Linux";
}

TEST(ShippedProfiles, BreakOneThingEach) {
  for (const auto& [id, profile] : load_profiles(kClients)) {
    if (profile.kind != "broken") continue;
    EXPECT_FALSE(profile.sets.empty()) << id;
  }
}

// The members that behaviour.hpp declares, each with its group.
std::vector<std::pair<std::string, std::string>> members_of_behaviour() {
  std::ifstream in(CONFORM_SOURCE_DIR "/clients/profile/behaviour.hpp");
  std::stringstream text;
  text << in.rdbuf();
  const std::string source = text.str();
  const std::regex group(R"(\n  struct (\w+) \{\n([\s\S]*?)\n  \} (\w+);)");
  const std::regex member(R"(\n    [A-Za-z][\w:<>]*\s+(\w+)(?: = |;|\s*=))");
  std::vector<std::pair<std::string, std::string>> members;
  for (std::sregex_iterator it(source.begin(), source.end(), group), end; it != end; ++it) {
    const std::string body = "\n" + (*it)[2].str();
    for (std::sregex_iterator field(body.begin(), body.end(), member); field != end; ++field) {
      members.emplace_back((*it)[3], (*field)[1]);
    }
  }
  return members;
}

// One that is forgotten in the table would be an unknown member.
TEST(ShippedProfiles, CanSetEveryMemberOfBehaviour) {
  const auto members = members_of_behaviour();
  for (const auto& [group, name] : members) {
    // A value of the wrong type for anything but Json: the error must speak of the type, not of
    // the name.
    const Json json = {{group, {{name, Json{{"nobody", nullptr}}}}}};
    Behaviour behaviour;
    std::string error;
    try {
      read_behaviour(json, "f", "", behaviour);
    } catch (const std::runtime_error& thrown) {
      error = thrown.what();
    }
    EXPECT_THAT(error, ::testing::Not(HasSubstr("is unknown"))) << group << "." << name;
  }
  EXPECT_GT(members.size(), 85U);
}

// Nobody would notice when the others no longer did what they say.
TEST(ShippedProfiles, SetEveryMemberOfBehaviour) {
  std::set<std::string> set;
  for (const auto& [id, profile] : load_profiles(kClients)) {
    set.insert(profile.sets.begin(), profile.sets.end());
  }
  for (const auto& [group, name] : members_of_behaviour()) {
    const std::string whole = fmt::format("{}.{}", group, name);
    EXPECT_TRUE(set.contains(whole)) << whole << " is set by nobody";
  }
}

}  // namespace
}  // namespace conform::clients
