// A scenario is a value: what is arranged, what is done, what must be true of the record
// afterwards.
#pragma once

#include <functional>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mock_server/mock_omni.hpp"
#include "record/transcript.hpp"
#include "suites/verdict.hpp"

namespace conform {

// ---- What the client is asked to do. One declaration serves scripted and external clients. ----

// Connect to the MCP server: to the shared OAuth URL, or to an organization's key URL; a key of the
// world may be configured as a static bearer with either.
struct Connect {
  enum class Url { kOAuth, kInstance };
  Url url = Url::kOAuth;
  std::string organization;  // whose instance, for kInstance
  std::string key;           // id of an ApiKey, "?wrong" for one that Omni never issued, or empty
  bool anew = false;         // the user removed the connection and added it again: no grant is left
  std::string client_id = {};      // of OAuth, that its user was given for this server, or empty
  std::string key_text = "{key}";  // how its user entered the key: "{key}\n", "${OMNI_API_KEY}"
  [[nodiscard]] std::string entered(
      const std::string& secret) const {  // the text, with this secret in it
    constexpr std::string_view kPlace = "{key}";
    const std::size_t at = key_text.find(kPlace);
    return at == std::string::npos ? key_text
                                   : std::string(key_text).replace(at, kPlace.size(), secret);
  }
  [[nodiscard]] bool by_oauth() const { return url == Url::kOAuth && key.empty(); }
};
struct ListTools {};
struct CallTool {
  std::string tool;
  Json arguments = Json::object();
  // The user cancels when there is no answer after so long (real time).
  std::optional<Duration> cancelled_after = std::nullopt;
};
// All are under way before any of them is answered for good: who is told no is told so in all.
struct CallAtOnce {
  std::vector<CallTool> calls;
};
struct Disconnect {};
struct Restart {};  // the process ends and starts again with what it kept on disk
using Intent = std::variant<Connect, ListTools, CallTool, CallAtOnce, Disconnect, Restart>;
std::string describe(const Intent& intent);
// A call that its user cancels.
inline bool is_to_be_cancelled(const Intent& intent) {
  const auto* const call = std::get_if<CallTool>(&intent);
  return call != nullptr && call->cancelled_after.has_value();
}

// ---- What an admin, or time, does to the mock while the play runs. ----
struct AdminMove {
  AdminMove(std::string what, std::function<void(mock::MockOmni&)> how)
      : text(std::move(what)), apply(std::move(how)) {}
  AdminMove(mock::Change change);  // so that one word serves both `.arrange` and `.act`

  std::string text;
  std::function<void(mock::MockOmni&)> apply;
};

// ---- What the person at the browser does. ----

// The last three kinds are decisions for the pages to come.
struct PersonMove {
  enum class Kind { kSignsIn, kSignsOut, kGeneratesToken, kAuthorizes, kCancels, kClosesTheWindow };
  Kind kind = Kind::kAuthorizes;
  std::string organization;
  std::string user;
  std::vector<AdminMove>
      meanwhile;  // happens while the authorization page is open, before the click
};
std::string describe(const PersonMove& move);

using Step = std::variant<Intent, PersonMove, AdminMove>;
std::string describe(const Step& step);

// ---- What must be true. ----

// A pure function of the record, with the words that say what it looks for.
struct Expectation {
  std::string text;  // "at most 1 authorization request"
  std::function<Finding(const std::vector<Entry>&)> judge;
};

struct Check {
  std::string id;
  Severity severity = Severity::kMust;
  std::string requirement;  // id in fixtures/requirements.json
  Expectation expectation;
  std::string catcher;  // the profile in fixtures/clients/broken that must fail this check
};

struct Scenario {
  std::string
      id;  // "family/name"; the family is a folder below suites/scenarios, the name its file's
  std::string title;
  std::string story;  // what the user sees, in the words of Omni's page where it has them
  std::string why;    // why it matters to somebody who has never seen MCP
  std::string fix;    // what the user or admin can do
  // What not every good client does, beside the intents. A client whose profile says that it cannot
  // is not held to what never came up. The names are: "begin_anew" (a new session when one was
  // lost), "cancel_call", "client_document", "get_stream", "key_with_white_space" (pass on a key
  // that was entered with white space), "look_again" (at the metadata, after a later 401),
  // "stateless_era", "refresh" (after a 401), "resume_stream", "unlisted_call" (of a tool that the
  // server does not list).
  std::vector<std::string> needs = {};
  std::vector<mock::Change> arrange;
  std::vector<Step> act;
  std::vector<Check> checks;
  std::string file = {};  // where it stands, from the root: "suites/scenarios/oauth/cancel.cpp"
};

// Every scenario that was linked in, sorted by id.
const std::vector<Scenario>& all_scenarios();
const Scenario* find_scenario(std::string_view id);

// Declares a scenario: `const Register pats_disabled{{.id = …}};` in a file of its own.
struct Register {
  explicit Register(Scenario scenario,
                    std::source_location where = std::source_location::current());
};

// The checks that hold everywhere, judged in every scenario in which they can be.
const std::vector<Check>& invariants();

}  // namespace conform
