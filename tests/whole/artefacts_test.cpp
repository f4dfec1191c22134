// No secret in anything that is written: every report format and the stream, of plays in which
// clients did all that they can do with secrets, broken ones included. What is searched for is what
// really went over the wire, taken before anything was redacted.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>
#include <sstream>

#include "clients/http/http_connection.hpp"
#include "clients/scripted/scripted_client.hpp"
#include "foundation/http/url.hpp"
#include "foundation/text/digest.hpp"
#include "reports/golden/unpacked_html.hpp"
#include "reports/report.hpp"
#include "runner/commands/source_catalog.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/play_setup.hpp"
#include "runner/results/play_json.hpp"

namespace conform {

using clients::Client;
using clients::HttpConnection;
using clients::Outcome;
using clients::Person;
using clients::Profile;
using clients::ScriptedClient;
using mock::MockOmni;
using reports::all_formats;
using reports::find_format;
using reports::Format;
using reports::unpacked_html;
using runner::json_of;
using runner::load_play_setup;
using runner::MakeClient;
using runner::PlaySetup;
using runner::source_catalog;
using runner::TimeKind;

namespace {

const std::filesystem::path kFixtures = std::filesystem::path(CONFORM_SOURCE_DIR) / "fixtures";

// A scripted client that hands out the whole record when it is done.
class WatchedClient final : public Client {
 public:
  WatchedClient(std::unique_ptr<Client> client, MockOmni& mock, std::vector<Entry>& record)
      : client_(std::move(client)), mock_(mock), record_(record) {}
  Outcome perform(const Intent& intent) override { return client_->perform(intent); }
  void finish() override {
    client_->finish();
    record_ = mock_.transcript().entries();
  }

 private:
  std::unique_ptr<Client> client_;
  MockOmni& mock_;
  std::vector<Entry>& record_;
};

void learn(std::set<std::string>& secrets, const std::string& value) {
  if (value.size() >= 8) secrets.insert(value);
}

// By where they stand on the wire, not by how the redactor finds them.
void learn(std::set<std::string>& secrets, const Exchange& exchange) {
  const std::string authorization = exchange.request.headers.get("Authorization");
  if (authorization.starts_with("Bearer ")) learn(secrets, authorization.substr(7));
  if (authorization.starts_with("Basic ")) learn(secrets, authorization.substr(6));
  const Parameters form = exchange.request.form();
  const Parameters query = exchange.request.query();
  for (const char* name :
       {"code", "code_verifier", "refresh_token", "access_token", "client_secret"}) {
    if (exchange.request.method == "POST") learn(secrets, form.get(name));
    learn(secrets, query.get(name));
  }
  const Json answer = Json::parse(exchange.response.body, nullptr, false);
  for (const char* name : {"access_token", "refresh_token", "client_secret"}) {
    if (answer.is_object() && answer.contains(name)) {
      learn(secrets, answer.at(name).get<std::string>());
    }
  }
  for (const std::string& cookie : exchange.response.headers.all("Set-Cookie")) {
    if (!cookie.starts_with("omni_session_")) continue;
    const std::size_t begin = cookie.find('=') + 1;
    learn(secrets, cookie.substr(begin, cookie.find(';') - begin));
  }
}

struct Watched {
  Run run;
  std::set<std::string> secrets;
};

Watched watch() {
  Watched result;
  result.run.profiles = {"reference", "credential_in_query", "verifier_in_url", "cursor"};
  result.run.scenarios = {"api_key/happy_path", "oauth/happy_path", "registration/secret_by_basic",
                          "registration/secret_by_post", "tokens/grant_revoked"};
  const PlaySetup setup = load_play_setup(kFixtures, 1);
  for (const std::string& scenario : result.run.scenarios) {
    for (const std::string& profile : result.run.profiles) {
      std::vector<Entry> record;
      const MakeClient make = [&record](const Scenario&, const Profile& of, MockOmni& mock,
                                        Person& person,
                                        std::uint64_t seed) -> std::unique_ptr<Client> {
        return std::make_unique<WatchedClient>(
            std::make_unique<ScriptedClient>(of, mock, person, seed), mock, record);
      };
      result.run.plays.push_back(play(*find_scenario(scenario),
                                      source_catalog().profiles.at(profile), setup, make,
                                      TimeKind::kManual));
      for (const Entry& entry : record) {
        if (const auto* exchange = std::get_if<Exchange>(&entry)) learn(result.secrets, *exchange);
      }
    }
  }
  return result;
}

const Watched& watched() {
  static const Watched it = watch();
  return it;
}

// The first secret in a text, as it is or percent-encoded; empty when there is none.
std::string secret_in(const std::string& text, const std::set<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    for (const std::string& form : {secret, percent_encode(secret)}) {
      if (text.find(form) != std::string::npos) return secret;
    }
  }
  return {};
}

TEST(Artefacts, HoldNoSecret) {
  const Watched& it = watched();
  ASSERT_GE(it.secrets.size(), 20U) << "the clients were meant to get some";
  for (const Format& format : all_formats()) {
    std::ostringstream out;
    format.write(it.run, source_catalog().report_context(), out);
    const std::string text =
        format.name == "html" ? unpacked_html(out.str()) : std::move(out).str();
    EXPECT_GT(text.size(), 200U) << format.name;
    EXPECT_EQ(secret_in(text, it.secrets), "") << format.name;
  }
  for (const Play& play : it.run.plays) {
    EXPECT_EQ(secret_in(json_of(play).dump(), it.secrets), "") << "the stream";
  }
}

// A program that never sends the key that it was handed as a Bearer, and does everything else.
class Careless final : public Client {
 public:
  Careless(MockOmni& mock, std::string key) : mock_(mock), key_(std::move(key)) {}

  Outcome perform(const Intent&) override {
    std::string every_character;
    for (const char character : key_) every_character += fmt::format("%{:02x}", character);
    for (const std::string& line :
         {"context: {\"api_key\":\"" + key_ + "\"}", "export KEY=" + key_, key_ + "!",
          "encoded " + every_character, "basic " + base64("x:" + key_),
          "or " + base64url(key_ + ":"), "json \\u006fmni_osk_" + key_.substr(9)}) {
      mock_.transcript().note(Note::Kind::kOutput, line);
    }
    ask("/mcp/https?key=" + key_, {});
    ask("/mcp/https?x=" + every_character, {});
    for (const Header& field :
         {Header{"X-API-Key", key_}, Header{"Authorization", key_},
          Header{"Authorization", "Token " + key_}, Header{"Authorization", "Bearer  " + key_},
          Header{"Authorization", "Basic " + base64(key_ + ":")}, Header{"Cookie", "k=" + key_},
          Header{"X-Whatever", "a" + key_}}) {
      ask("/mcp/https", {field});
    }
    return {Outcome::Kind::kDone, "with " + key_};
  }
  void finish() override {}

 private:
  void ask(const std::string& target, Headers headers) {
    const Url url = Url::parse(mock_.key_url("acme")).value();
    Request request;
    request.method = "POST";
    request.target = target;
    request.headers = std::move(headers);
    request.body = R"({"jsonrpc":"2.0","id":")" + key_ + R"(","method":"ping"})";
    HttpConnection().send(url, request);
  }

  MockOmni& mock_;
  const std::string key_;
};

TEST(Artefacts, HoldNoKeyThatWasOnlyHandedOut) {
  const PlaySetup setup = load_play_setup(kFixtures, 1);
  const std::string key = setup.world.key("acme_querier_key")->secret;
  const MakeClient make = [&](const Scenario&, const Profile&, MockOmni& mock, Person&,
                              std::uint64_t) -> std::unique_ptr<Client> {
    return std::make_unique<Careless>(mock, key);
  };
  conform::Run run;
  run.profiles = {"reference"};
  run.scenarios = {"api_key/happy_path"};
  run.plays.push_back(play(*find_scenario(run.scenarios[0]),
                           source_catalog().profiles.at("reference"), setup, make,
                           TimeKind::kSystem));
  ASSERT_GT(run.plays[0].entries.size(), 15U);
  ASSERT_GE(run.plays[0].output.size(), 7U);
  std::set<std::string> secrets = {key, key.substr(13), base64("x:" + key), base64url(key + ":"),
                                   base64(key + ":")};
  for (const Format& format : all_formats()) {
    std::ostringstream out;
    format.write(run, source_catalog().report_context(), out);
    const std::string text =
        format.name == "html" ? unpacked_html(out.str()) : std::move(out).str();
    EXPECT_EQ(secret_in(text, secrets), "") << format.name;
    EXPECT_EQ(text.find("%6d%6e%69%5f"), std::string::npos) << format.name;
  }
  EXPECT_EQ(secret_in(json_of(run.plays[0]).dump(), secrets), "") << "the stream";
}

TEST(Artefacts, TheSearchFindsASecretWhereThereIsOne) {
  const Watched& it = watched();
  conform::Run leaking = it.run;
  leaking.plays.at(0).entries.emplace_back(
      Note{99, {}, Note::Kind::kOutput, "look: " + *it.secrets.begin()});
  std::ostringstream out;
  find_format("html")->write(leaking, {}, out);
  EXPECT_EQ(secret_in(out.str(), it.secrets), "") << "packed, nothing can be found";
  EXPECT_EQ(secret_in(unpacked_html(out.str()), it.secrets), *it.secrets.begin());
}

}  // namespace
}  // namespace conform
