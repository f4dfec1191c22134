#include "clients/scripted_client.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "clients/challenge.hpp"
#include "clients/http_connection.hpp"
#include "clients/mcp_session.hpp"
#include "clients/oauth_flow.hpp"
#include "clients/tool_result.hpp"

namespace conform {
namespace {

std::string_view generic_sentence(Trouble::Area area) {
  switch (area) {
    case Trouble::Area::kHttp:
      return "Failed to connect to the MCP server.";
    case Trouble::Area::kOAuth:
      return "Authorization failed.";
    case Trouble::Area::kTool:
      return "The tool call failed.";
    case Trouble::Area::kWaiting:
      return "Timed out waiting for the sign-in in the browser.";
  }
  return "";
}

Outcome refused(const Trouble& trouble) { return {trouble.kind, trouble.text}; }

// Space-separated lists; what the first names comes first (RFC 6749 section 3.3).
std::string union_of_scopes(const std::string& granted, const std::string& asked) {
  std::string all = granted;
  std::istringstream words(asked);
  for (std::string scope; words >> scope;) {
    if (fmt::format(" {} ", all).find(fmt::format(" {} ", scope)) != std::string::npos) continue;
    if (!all.empty()) all += ' ';
    all += scope;
  }
  return all;
}

std::string secret_of(const MockOmni& mock, const std::string& id) {
  // Well formed, but of no key that any world has.
  if (id == "?wrong") return omni_key("NeverIssued");
  const std::shared_ptr<const World> world = mock.world();
  const ApiKey* const found = world->key(id);
  if (found == nullptr) throw std::runtime_error(fmt::format("the world has no key {}", id));
  return found->secret;
}

constexpr std::string_view kInvention = "Revenue was 1,234,567.89 dollars last year.";

}  // namespace

struct ScriptedClient::Impl {
  Impl(const Profile& profile, ClientPlace its_place, std::uint64_t seed)
      : behaviour(profile.behaviour),
        place(std::move(its_place)),
        ids(seed),
        flow(behaviour, {connection, place.open_browser, place.now, ids}) {}

  // ---- What it tells its user ----

  void tell(std::string text) {
    if (!text.empty()) place.tell(std::move(text));
  }

  Outcome tell(const Trouble& what) {
    const bool by_key = !grant && !key.empty();
    Behaviour::Tells how = by_key ? behaviour.output.key_errors : behaviour.output.http_errors;
    if (what.area == Trouble::Area::kOAuth) how = behaviour.output.oauth_errors;
    if (what.area == Trouble::Area::kTool) how = behaviour.output.tool_errors;
    if (what.area == Trouble::Area::kWaiting) how = behaviour.output.waiting;
    if (how == Behaviour::Tells::kBody) tell(what.text);
    if (how == Behaviour::Tells::kGeneric) tell(std::string(generic_sentence(what.area)));
    return refused(what);
  }

  void tell_secret(const std::string& what, const std::string& secret) {
    if (behaviour.output.prints_secrets) tell(fmt::format("{}: {}", what, secret));
  }

  // ---- Credentials ----

  // How much more it does because it was told no, in this one intent.
  struct Patience {
    int retries_401;
    int retries_403;
    int retries_503;
    int sign_ins_401;
    int sign_ins_403;
    int step_ups;
    bool refreshed = false;
    bool tried_oauth_with_key = false;
    bool began_anew = false;
  };

  Patience fresh_patience() const {
    const Behaviour::Refusal& how = behaviour.refusal;
    return {how.retries_after_401,  how.retries_after_403,  how.retries_after_503,
            how.sign_ins_after_401, how.sign_ins_after_403, how.step_ups};
  }

  std::string bearer() const {
    if (grant) return grant->access_token;
    return key;
  }

  OAuthFlow::Probe probe() {
    switch (behaviour.discovery.first_contact) {
      case Behaviour::FirstContact::kGetUrl:
        return [this] { return bearer_challenge(session->probe("GET").headers); };
      case Behaviour::FirstContact::kHeadUrl:
        return [this] { return bearer_challenge(session->probe("HEAD").headers); };
      case Behaviour::FirstContact::kPostServerDiscover:
        return [this] { return bearer_challenge(session->server_discover("").headers); };
      case Behaviour::FirstContact::kPostInitialize:
      case Behaviour::FirstContact::kMetadata:
        break;
    }
    return nullptr;
  }

  // A whole authorization. On success the client holds a grant; else the trouble is kept.
  bool sign_in(const std::optional<Challenge>& challenge) {
    Attempt<HeldGrant> attempt = flow.sign_in(url, challenge, probe());
    if (!attempt) {
      trouble = attempt.error();
      return false;
    }
    grant = *std::move(attempt);
    tell_secret("Access token", grant->access_token);
    return true;
  }

  bool refresh(const std::optional<Challenge>& challenge) {
    const Attempt<void> attempt = flow.refresh(url, challenge, *grant);
    if (attempt) return true;
    // RFC 6749 section 5.2: a refused refresh token is of no more use; a failing server says
    // nothing about it.
    if (attempt.error().kind == Outcome::Kind::kRefused) grant->refresh_token.clear();
    return false;
  }

  void refresh_in_time() {
    const int ahead = behaviour.token.proactive_seconds;
    if (ahead == 0 || !grant || !grant->expires || grant->refresh_token.empty()) return;
    if (place.now() + std::chrono::seconds(ahead) >= *grant->expires)
      static_cast<void>(refresh(std::nullopt));
  }

  // ---- Requests, and what it does when told no ----

  using Send = std::function<McpAnswer()>;

  McpAnswer persist(const Send& send, Patience& patience, bool inside_session) {
    while (true) {
      refresh_in_time();
      McpAnswer answer = send();
      if (answer.accepted() || !try_again(answer, patience, inside_session)) return answer;
    }
  }

  bool try_again(const McpAnswer& answer, Patience& patience, bool inside_session) {
    const std::optional<Challenge> challenge = bearer_challenge(answer.headers);
    switch (answer.status) {
      case 401:
        if (patience.retries_401-- > 0) return true;
        if (!grant && !key.empty()) return oauth_despite_key(challenge, patience);
        return cure_401(challenge, patience);
      case 403:
        if (patience.retries_403-- > 0) return true;
        if (!grant && !key.empty()) return oauth_despite_key(challenge, patience);
        if (asks_for_more_scope(challenge)) return patience.step_ups-- > 0 && step_up(*challenge);
        return patience.sign_ins_403-- > 0 && sign_in(challenge);
      case 404:
        if (!inside_session || !session->has_session_id() ||
            !behaviour.session.reinitializes_when_lost ||
            std::exchange(patience.began_anew, true)) {
          return false;
        }
        return !establish(patience);
      case 503:
        return patience.retries_503-- > 0;
      default:
        return false;
    }
  }

  // RFC 6750 section 3.1; the answer to it is a new authorization with what was granted and what is
  // asked for.
  bool asks_for_more_scope(const std::optional<Challenge>& challenge) const {
    return grant && challenge && challenge->get("error") == "insufficient_scope";
  }

  bool step_up(Challenge challenge) {
    challenge.set("scope", union_of_scopes(grant->scope, challenge.get("scope")));
    return sign_in(challenge);
  }

  bool cure_401(const std::optional<Challenge>& challenge, Patience& patience) {
    if (grant && behaviour.token.refreshes && !grant->refresh_token.empty() &&
        !std::exchange(patience.refreshed, true) && refresh(challenge)) {
      return true;
    }
    return patience.sign_ins_401-- > 0 && sign_in(challenge);
  }

  bool oauth_despite_key(const std::optional<Challenge>& challenge, Patience& patience) {
    if (std::exchange(patience.tried_oauth_with_key, true)) return false;
    if (behaviour.refusal.oauth_despite_key) return sign_in(challenge);
    if (behaviour.refusal.registers_despite_key) flow.register_in_vain(url, challenge, key);
    return false;
  }

  Trouble trouble_of(const McpAnswer& answer, Trouble::Area area) {
    // A sign-in that failed on the way is what the user must hear of.
    if (trouble) return *std::exchange(trouble, std::nullopt);
    if (!answer.accepted()) {
      return {area, Outcome::Kind::kRefused,
              fmt::format("HTTP {}: {}", answer.status, answer.body)};
    }
    const std::string error = answer.error();
    return {
        area, Outcome::Kind::kRefused,
        error.empty() ? fmt::format("The answer is no JSON-RPC response: {}", answer.body) : error};
  }

  // ---- The session ----

  // Initialize and what follows it. Returns the trouble when it does not come about.
  std::optional<Trouble> establish(Patience& patience) {
    connected = false;
    if (key.empty()) {
      for (int round = 0; round < behaviour.discovery.rounds_before_session; ++round)
        flow.look_again(url, probe());
    }
    if (behaviour.discovery.probes_server_discover && !bearer().empty()) {
      refresh_in_time();
      session->server_discover(bearer());
    }
    const McpAnswer answer =
        persist([this] { return session->initialize(bearer()); }, patience, false);
    if (!answer.accepted() || answer.result() == nullptr)
      return trouble_of(answer, Trouble::Area::kHttp);
    trouble.reset();
    settle_in(patience);
    return std::nullopt;
  }

  // After a successful initialize.
  void settle_in(Patience& patience) {
    if (behaviour.session.sends_initialized && session->has_handshake()) {
      persist([this] { return session->initialized(bearer()); }, patience, false);
    }
    if (behaviour.session.opens_get_stream) {
      refresh_in_time();
      session->open_stream(bearer());
    }
    connected = true;
    listed = false;
  }

  void end_session() {
    if (session && connected && behaviour.session.deletes_session && session->has_session_id()) {
      refresh_in_time();
      session->delete_session(bearer());
    }
    connected = false;
  }

  // ---- Intents ----

  Outcome connect(const Connect& intent) {
    end_session();
    const std::string next = place.url(intent);
    if (next != url || intent.anew) grant.reset();
    url = next;
    key.clear();
    if (!intent.key.empty()) {
      grant.reset();
      key = place.secret(intent.key);
      tell_secret("API key", key);
    }
    session.emplace(behaviour, connection, ids, url);
    return connect_again();
  }

  Outcome connect_again() {
    Patience patience = fresh_patience();
    trouble.reset();
    reached = false;
    if (!grant && key.empty()) {
      if (std::optional<Outcome> ended = first_contact(patience)) return *std::move(ended);
    }
    if (const std::optional<Trouble> failed = establish(patience)) return tell(*failed);
    reached = true;
    return {Outcome::Kind::kDone, "connected"};
  }

  // Gets a grant. An outcome when there is nothing left to do for this intent.
  std::optional<Outcome> first_contact(Patience& patience) {
    std::optional<Challenge> challenge;
    const Behaviour::FirstContact how = behaviour.discovery.first_contact;
    bool asks_with_initialize = how == Behaviour::FirstContact::kPostInitialize;
    if (how == Behaviour::FirstContact::kPostServerDiscover) {
      const McpAnswer answer = session->server_discover("");
      challenge = bearer_challenge(answer.headers);
      asks_with_initialize = answer.status != 401;
    }
    if (asks_with_initialize) {
      const McpAnswer answer = ask_with_initialize(patience);
      if (answer.accepted() && answer.result() != nullptr) {  // no authorization needed
        settle_in(patience);
        reached = true;
        return Outcome{Outcome::Kind::kDone, "connected"};
      }
      challenge = bearer_challenge(answer.headers);
      const bool signs_in =
          answer.status == 401 || (answer.status == 403 && patience.sign_ins_403-- > 0);
      if (!signs_in) return tell(trouble_of(answer, Trouble::Area::kHttp));
    }
    if (sign_in(challenge)) return std::nullopt;
    return tell(*std::exchange(trouble, std::nullopt));
  }

  McpAnswer ask_with_initialize(Patience& patience) {
    while (true) {
      McpAnswer answer = session->initialize("");
      const bool again = (answer.status == 503 && patience.retries_503-- > 0) ||
                         (answer.status == 403 && patience.retries_403-- > 0);
      if (!again) return answer;
    }
  }

  // A client that was connected before connects again by itself; one that was refused does not.
  std::optional<Outcome> ensure_connected() {
    if (connected) return std::nullopt;
    if (!reached || url.empty()) return Outcome{Outcome::Kind::kGaveUp, "not connected"};
    Outcome outcome = connect_again();
    if (outcome.kind == Outcome::Kind::kDone) return std::nullopt;
    return outcome;
  }

  Outcome list_tools() {
    if (!behaviour.session.lists_tools) return {Outcome::Kind::kGaveUp, "does not list tools"};
    if (std::optional<Outcome> ended = ensure_connected()) return *std::move(ended);
    Patience patience = fresh_patience();
    const McpAnswer answer = list("tools/list", patience);
    if (answer.result() == nullptr) return tell(trouble_of(answer, Trouble::Area::kHttp));
    for (const std::string& method : behaviour.session.lists_also) list(method, patience);
    return {Outcome::Kind::kDone, "listed"};
  }

  McpAnswer list(const std::string& method, Patience& patience) {
    McpAnswer answer =
        persist([this, &method] { return session->list(method, bearer()); }, patience, true);
    listed = listed || answer.result() != nullptr;
    return answer;
  }

  Outcome call_tool(const CallTool& intent) {
    if (!behaviour.session.calls_tools) return {Outcome::Kind::kGaveUp, "does not call tools"};
    Outcome outcome = try_call(intent);
    if (outcome.kind != Outcome::Kind::kDone && behaviour.refusal.answers_from_memory) {
      tell(last_answer.empty() ? std::string(kInvention) : last_answer);
      return {Outcome::Kind::kDone, "called"};  // so it claims
    }
    return outcome;
  }

  Outcome try_call(const CallTool& intent) {
    if (std::optional<Outcome> ended = ensure_connected()) return *std::move(ended);
    Patience patience = fresh_patience();
    // A client knows a server's tools before its model can call one.
    if (!listed && behaviour.session.lists_tools) {
      const McpAnswer tools = list("tools/list", patience);
      if (tools.result() == nullptr) return tell(trouble_of(tools, Trouble::Area::kHttp));
    }
    patience.retries_403 += behaviour.refusal.call_retries_after_403;
    for (int left = behaviour.refusal.retries_after_tool_error;; --left) {
      const McpAnswer answer = persist(
          [this, &intent] { return session->call_tool(intent.tool, intent.arguments, bearer()); },
          patience, true);
      const Json* const result = answer.result();
      if (!answer.accepted()) return tell(trouble_of(answer, Trouble::Area::kHttp));
      const bool failed = result == nullptr || is_failed_tool_result(*result);
      if (failed && left > 0) continue;
      if (result == nullptr) return tell(trouble_of(answer, Trouble::Area::kTool));
      std::string text = text_of_tool_result(*result);
      if (failed)
        return tell(Trouble{Trouble::Area::kTool, Outcome::Kind::kRefused, std::move(text)});
      last_answer = text;
      tell(text);
      return {Outcome::Kind::kDone, "called"};
    }
  }

  Outcome restart() {
    end_session();
    if (session) session.emplace(behaviour, connection, ids, url);
    if (!behaviour.storage.keeps_grant) grant.reset();
    if (!behaviour.storage.keeps_registration) flow.forget_registrations();
    last_answer.clear();
    return {Outcome::Kind::kDone, "restarted"};
  }

  const Behaviour& behaviour;
  ClientPlace place;
  Ids ids;
  HttpConnection connection;
  OAuthFlow flow;

  std::string url;
  std::string key;
  std::optional<HeldGrant> grant;
  std::optional<McpSession> session;
  std::optional<Trouble> trouble;  // of a sign-in that failed while an answer was waited for
  bool connected = false;
  bool reached = false;  // the last connect came about
  bool listed = false;   // tools, in this session
  std::string last_answer;
};

ClientPlace place_at(MockOmni& mock, Person& person) {
  return {.url =
              [&mock](const Connect& intent) {
                return intent.url == Connect::Url::kOAuth ? mock.oauth_url()
                                                          : mock.key_url(intent.organization);
              },
          .secret = [&mock](const std::string& id) { return secret_of(mock, id); },
          .now = [&mock] { return mock.clock().now(); },
          .tell =
              [&mock](std::string text) {
                mock.transcript().note(Note::Kind::kOutput, std::move(text), mock.clock().now());
              },
          .open_browser =
              [&person](const std::string& address) { return person.open(address, false); }};
}

ScriptedClient::ScriptedClient(const Profile& profile, MockOmni& mock, Person& person,
                               std::uint64_t seed)
    : ScriptedClient(profile, place_at(mock, person), seed) {}

ScriptedClient::ScriptedClient(const Profile& profile, ClientPlace place, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(profile, std::move(place), seed)) {}

ScriptedClient::~ScriptedClient() = default;

Outcome ScriptedClient::perform(const Intent& intent) {
  struct Perform {
    Impl& client;
    Outcome operator()(const Connect& connect) const { return client.connect(connect); }
    Outcome operator()(const ListTools&) const { return client.list_tools(); }
    Outcome operator()(const CallTool& call) const { return client.call_tool(call); }
    Outcome operator()(const Disconnect&) const {
      client.end_session();
      return {Outcome::Kind::kDone, "disconnected"};
    }
    Outcome operator()(const Restart&) const { return client.restart(); }
  };
  try {
    return std::visit(Perform{*impl_}, intent);
  } catch (const ConnectionError& error) {
    return {Outcome::Kind::kCrashed, error.what()};
  }
}

void ScriptedClient::finish() { impl_->end_session(); }

}  // namespace conform
