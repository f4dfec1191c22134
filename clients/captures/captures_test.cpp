// The scripted happy paths are those of the recorded products, request by request. What is left out
// of the comparison is listed with a reason in fixtures/captures/comparisons.json.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <iostream>
#include <set>

#include "clients/captures/capture_comparison.hpp"
#include "clients/scripted/scripted_client.hpp"
#include "foundation/json/json_reader.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform::clients {

using mock::AuthorizationBehaviour;
using mock::kFixturesFolder;
using mock::MockFixture;
using mock::World;

namespace {

const std::filesystem::path kFolder = kFixturesFolder + "/captures";

struct Comparison {
  std::string capture;
  std::string profile;
  std::vector<std::string> act;
  struct Swap {
    std::size_t first;
    std::size_t second;
    std::string because;
  };
  std::vector<Swap> swaps;
  struct Listed {
    std::size_t request;
    std::string trait;
    std::string because;
  };
  std::vector<Listed> differences;
};

void PrintTo(const Comparison& comparison, std::ostream* out) { *out << comparison.capture; }

std::vector<Comparison> comparisons() {
  std::vector<Comparison> all;
  const Json file = read_json_file(kFolder / "comparisons.json");
  for (const Json& json : file.at("comparisons")) {
    Comparison comparison{json.at("capture"), json.at("profile"), json.at("act"), {}, {}};
    for (const Json& swap : json.at("swaps")) {
      comparison.swaps.push_back(
          {swap.at("requests").at(0), swap.at("requests").at(1), swap.at("because")});
    }
    for (const Json& listed : json.at("differences")) {
      comparison.differences.push_back(
          {listed.at("request"), listed.at("trait"), listed.at("because")});
    }
    all.push_back(std::move(comparison));
  }
  return all;
}

Intent intent_of(const std::string& word) {
  if (word == "connect") return Connect{};
  if (word == "connect_with_key")
    return Connect{Connect::Url::kInstance, "acme", "acme_querier_key"};
  if (word == "list_tools") return ListTools{};
  if (word == "call_tool") return CallTool{"pickModel", {{"prompt", "hi"}}};
  if (word == "disconnect") return Disconnect{};
  throw std::runtime_error("comparisons.json: no such act: " + word);
}

const std::map<std::string, Profile>& profiles() {
  static const std::map<std::string, Profile> all = load_profiles(kFixturesFolder + "/clients");
  return all;
}

class Captures : public MockFixture, public ::testing::WithParamInterface<Comparison> {
 protected:
  // As the recorded server was: it gave out sessions and sent no iss.
  Captures()
      : MockFixture([](World& world) {
          world.mcp.sessions = true;
          world.authorization.issuer = AuthorizationBehaviour::Issuer::kOmitted;
        }) {}

  std::vector<RecordedRequest> play(const Comparison& comparison) {
    omni->listen();
    Person person(*mock);
    person.perform({PersonMove::Kind::kSignsIn, "acme", "quinn", {}});
    ScriptedClient client(profiles().at(comparison.profile), *mock, person, 7);
    for (const std::string& word : comparison.act) client.perform(intent_of(word));
    client.finish();
    omni->stop();
    return requests_of_client(mock->transcript().exchanges());
  }
};

std::string shown(const std::vector<TraitDifference>& differences) {
  std::string text;
  for (const TraitDifference& difference : differences) {
    text += fmt::format("  request {}, {}: recorded {}, played {}\n", difference.request,
                        difference.trait, difference.recorded, difference.played);
  }
  return text;
}

TEST_P(Captures, AreWhatTheProfileSends) {
  const Comparison& comparison = GetParam();
  std::vector<RecordedRequest> recorded = load_capture(kFolder / (comparison.capture + ".jsonl"));
  ASSERT_FALSE(recorded.empty());
  const std::vector<RecordedRequest> played = play(comparison);
  const bool random_port =
      profiles().at(comparison.profile).behaviour.registration.redirect_uri.find("{port}") !=
      std::string::npos;
  for (const Comparison::Swap& swap : comparison.swaps) {
    ASSERT_LE(std::max(swap.first, swap.second), std::min(recorded.size(), played.size()));
    const std::vector<RecordedRequest> one = {recorded[swap.first - 1]};
    EXPECT_FALSE(compare(one, {played[swap.first - 1]}, random_port).empty())
        << "requests " << swap.first << " and " << swap.second
        << " need no swap any more: " << swap.because;
    std::swap(recorded[swap.first - 1], recorded[swap.second - 1]);
  }
  std::vector<TraitDifference> differences = compare(recorded, played, random_port);
  for (const Comparison::Listed& listed : comparison.differences) {
    const auto is_listed = [&listed](const TraitDifference& difference) {
      return difference.request == listed.request && difference.trait == listed.trait;
    };
    EXPECT_EQ(std::erase_if(differences, is_listed), 1U)
        << "request " << listed.request << ", " << listed.trait
        << " is listed, but differs no more";
    std::cout << fmt::format("left out: request {}, {}: {}\n", listed.request, listed.trait,
                             listed.because);
  }
  EXPECT_TRUE(differences.empty()) << shown(differences);
}

INSTANTIATE_TEST_SUITE_P(Products, Captures, ::testing::ValuesIn(comparisons()),
                         [](const auto& instance) {
                           std::string name = instance.param.capture;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(CaptureTable, ComparesEveryCaptureOnceAndNamesWhatIsLeftOut) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".jsonl") files.insert(entry.path().stem().string());
  }
  std::set<std::string> compared;
  for (const Comparison& comparison : comparisons()) {
    EXPECT_TRUE(compared.insert(comparison.capture).second) << comparison.capture;
  }
  EXPECT_EQ(compared, files);
  EXPECT_EQ(files.size(), 8U);
  const Json table = read_json_file(kFolder / "comparisons.json");
  for (const Json& item : table.at("left_out")) {
    EXPECT_FALSE(item.at("because").get<std::string>().empty());
    std::cout << "left out: " << item.at("what").get<std::string>() << ": "
              << item.at("because").get<std::string>() << "\n";
  }
}

// The comparison itself: it must see each kind of difference.
RecordedRequest initialize_request() {
  return {
      "POST",
      "/callback/mcp",
      {{"user-agent", "x/1"}, {"content-type", "application/json"}, {"Authorization", "Bearer a"}},
      R"({"method":"initialize","params":{"b":1,"a":2},"jsonrpc":"2.0","id":0})"};
}

std::vector<std::string> differing(const RecordedRequest& one, const RecordedRequest& other) {
  std::vector<std::string> names;
  for (const TraitDifference& difference : compare({one}, {other}, false))
    names.push_back(difference.trait);
  return names;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CaptureComparison, IgnoresCaseOrderAndSecrets) {
  RecordedRequest other = initialize_request();
  other.headers = {
      {"Authorization", "Bearer b"}, {"Content-Type", "application/json"}, {"User-Agent", "x/1"}};
  other.body = R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"a":2,"b":1}})";
  EXPECT_THAT(differing(initialize_request(), other), IsEmpty());
}

TEST(CaptureComparison, SeesWhatDiffers) {
  RecordedRequest other = initialize_request();
  other.headers.remove("Authorization");
  EXPECT_THAT(differing(initialize_request(), other), ElementsAre("Authorization"));
  other = initialize_request();
  other.headers.set("MCP-Protocol-Version", "2025-11-25");
  EXPECT_THAT(differing(initialize_request(), other), ElementsAre("MCP-Protocol-Version"));
  other = initialize_request();
  other.body = R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"a":3,"b":1}})";
  EXPECT_THAT(differing(initialize_request(), other), ElementsAre("rpc.params"));
  other = initialize_request();
  other.method = "GET";
  other.target = "/x";
  EXPECT_THAT(differing(initialize_request(), other), ElementsAre("method", "path"));
}

TEST(CaptureComparison, KeepsTheOrderOfParametersAndCountsRequests) {
  const RecordedRequest one{"GET", "/a/authorize?state=abcd&scope=x", {}, ""};
  const RecordedRequest swapped{"GET", "/a/authorize?scope=x&state=efgh", {}, ""};
  const RecordedRequest longer{"GET", "/a/authorize?state=abcde&scope=x", {}, ""};
  EXPECT_THAT(differing(one, swapped), ElementsAre("query"));
  EXPECT_THAT(differing(one, longer), ElementsAre("query.state"));
  EXPECT_EQ(compare({one, one}, {one}, false).size(), 1U);
  EXPECT_EQ(compare({one}, {one, one}, false).size(), 1U);
}

TEST(CaptureComparison, KeepsAFixedRedirectPort) {
  const auto asks = [](const char* port) {
    return RecordedRequest{
        "GET",
        std::string("/a/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A") + port + "%2F",
        {},
        ""};
  };
  EXPECT_THAT(differing(asks("33418"), asks("33419")), ElementsAre("query.redirect_uri"));
  EXPECT_TRUE(compare({asks("33418")}, {asks("33419")}, true).empty());
}

}  // namespace
}  // namespace conform::clients
