// No secret in anything that is written: every report format and the stream, of plays in which
// clients did all that they can do with secrets, broken ones included. What is searched for is what
// really went over the wire, taken before anything was redacted.
#include <gmock/gmock.h>

#include <set>
#include <sstream>

#include "clients/scripted_client.hpp"
#include "mock_server/http/url.hpp"
#include "reports/golden/unpacked_html.hpp"
#include "reports/report.hpp"
#include "runner/play.hpp"
#include "runner/play_json.hpp"
#include "runner/source_catalog.hpp"
#include "runner/stage.hpp"

namespace conform {
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
  const Stage stage = load_stage(kFixtures, 1);
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
                                      source_catalog().profiles.at(profile), stage, make,
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
    format.write(it.run, source_catalog().telling(), out);
    const std::string text =
        format.name == "html" ? unpacked_html(out.str()) : std::move(out).str();
    EXPECT_GT(text.size(), 200U) << format.name;
    EXPECT_EQ(secret_in(text, it.secrets), "") << format.name;
  }
  for (const Play& play : it.run.plays) {
    EXPECT_EQ(secret_in(json_of(play).dump(), it.secrets), "") << "the stream";
  }
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
