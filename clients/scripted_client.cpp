#include "clients/scripted_client.hpp"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "clients/credentials.hpp"
#include "clients/http_connection.hpp"
#include "clients/mcp_session.hpp"
#include "clients/perseverance.hpp"
#include "clients/teller.hpp"
#include "clients/tool_result.hpp"

namespace conform {
namespace {

constexpr std::string_view kInvention = "Revenue was 1,234,567.89 dollars last year.";

}  // namespace

struct ScriptedClient::Impl {
  Impl(const Profile& profile, MockOmni& mock_omni, Person& the_person, std::uint64_t seed)
      : behaviour(profile.behaviour),
        mock(mock_omni),
        person(the_person),
        ids(seed),
        teller(behaviour, mock),
        credentials(
            behaviour,
            {connection, [this](const std::string& address) { return person.open(address, false); },
             [this] { return mock.clock().now(); }, ids},
            teller),
        perseverance(behaviour, credentials) {}

  Outcome tell(const Trouble& trouble) { return teller.report(trouble, credentials.is_key()); }

  Trouble trouble_of(const McpAnswer& answer, Trouble::Area area) {
    if (std::optional<Trouble> of_sign_in = credentials.take_trouble()) return *of_sign_in;
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

  McpAnswer persist(const Perseverance::Send& send, Patience& patience) {
    return perseverance.persist(send, patience, nullptr);
  }

  // The same within a session, which the server may have lost.
  McpAnswer persist_in_session(const Perseverance::Send& send, Patience& patience) {
    return perseverance.persist(send, patience, [this, &patience] {
      return session->has_session_id() && !establish(patience);
    });
  }

  // Initialize and what follows it. Returns the trouble when it does not come about.
  std::optional<Trouble> establish(Patience& patience) {
    connected = false;
    credentials.look_again();
    if (behaviour.discovery.probes_server_discover && !credentials.bearer().empty()) {
      credentials.refresh_in_time();
      session->server_discover(credentials.bearer());
    }
    const McpAnswer answer =
        persist([this] { return session->initialize(credentials.bearer()); }, patience);
    if (!answer.accepted() || answer.result() == nullptr)
      return trouble_of(answer, Trouble::Area::kHttp);
    credentials.take_trouble();
    settle_in(patience);
    return std::nullopt;
  }

  // After a successful initialize.
  void settle_in(Patience& patience) {
    if (behaviour.session.sends_initialized) {
      persist([this] { return session->initialized(credentials.bearer()); }, patience);
    }
    if (behaviour.session.opens_get_stream) {
      credentials.refresh_in_time();
      session->open_stream(credentials.bearer());
    }
    connected = true;
    listed = false;
  }

  void end_session() {
    if (session && connected && behaviour.session.deletes_session && session->has_session_id()) {
      credentials.refresh_in_time();
      session->delete_session(credentials.bearer());
    }
    connected = false;
  }

  // ---- Intents ----

  Outcome connect(const Connect& intent) {
    end_session();
    url = intent.url == Connect::Url::kOAuth ? mock.oauth_url() : mock.key_url(intent.organization);
    session.emplace(behaviour, connection, ids, url);
    credentials.use(url, intent.key.empty() ? "" : secret_of(intent.key), intent.anew, *session);
    return connect_again();
  }

  std::string secret_of(const std::string& id) const {
    // Well formed, but of no key that any world has.
    if (id == "?wrong") return omni_key("NeverIssued");
    const std::shared_ptr<const World> world = mock.world();
    const ApiKey* const found = world->key(id);
    if (found == nullptr) throw std::runtime_error(fmt::format("the world has no key {}", id));
    return found->secret;
  }

  Outcome connect_again() {
    Patience patience(behaviour.refusal);
    credentials.take_trouble();
    reached = false;
    if (credentials.bearer().empty()) {
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
      const McpAnswer answer =
          Perseverance::persist_unknown([this] { return session->initialize(""); }, patience);
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
    if (credentials.sign_in(challenge)) return std::nullopt;
    return tell(credentials.take_trouble().value());
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
    Patience patience(behaviour.refusal);
    const McpAnswer answer = list("tools/list", patience);
    if (answer.result() == nullptr) return tell(trouble_of(answer, Trouble::Area::kHttp));
    for (const std::string& method : behaviour.session.lists_also) list(method, patience);
    return {Outcome::Kind::kDone, "listed"};
  }

  McpAnswer list(const std::string& method, Patience& patience) {
    McpAnswer answer = persist_in_session(
        [this, &method] { return session->list(method, credentials.bearer()); }, patience);
    listed = listed || answer.result() != nullptr;
    return answer;
  }

  Outcome call_tool(const CallTool& intent) {
    if (!behaviour.session.calls_tools) return {Outcome::Kind::kGaveUp, "does not call tools"};
    Outcome outcome = try_call(intent);
    if (outcome.kind != Outcome::Kind::kDone && behaviour.refusal.answers_from_memory) {
      teller.say(last_answer.empty() ? std::string(kInvention) : last_answer);
      return {Outcome::Kind::kDone, "called"};  // so it claims
    }
    return outcome;
  }

  Outcome try_call(const CallTool& intent) {
    if (std::optional<Outcome> ended = ensure_connected()) return *std::move(ended);
    Patience patience(behaviour.refusal);
    // A client knows a server's tools before its model can call one.
    if (!listed && behaviour.session.lists_tools) {
      const McpAnswer tools = list("tools/list", patience);
      if (tools.result() == nullptr) return tell(trouble_of(tools, Trouble::Area::kHttp));
    }
    patience.retries_403 += behaviour.refusal.call_retries_after_403;
    for (int left = behaviour.refusal.retries_after_tool_error;; --left) {
      const McpAnswer answer = persist_in_session(
          [this, &intent] {
            return session->call_tool(intent.tool, intent.arguments, credentials.bearer());
          },
          patience);
      const Json* const result = answer.result();
      if (!answer.accepted()) return tell(trouble_of(answer, Trouble::Area::kHttp));
      const bool failed = result == nullptr || is_failed_tool_result(*result);
      if (failed && left > 0) continue;
      if (result == nullptr) return tell(trouble_of(answer, Trouble::Area::kTool));
      std::string text = text_of_tool_result(*result);
      if (failed)
        return tell(Trouble{Trouble::Area::kTool, Outcome::Kind::kRefused, std::move(text)});
      last_answer = text;
      teller.say(text);
      return {Outcome::Kind::kDone, "called"};
    }
  }

  Outcome restart() {
    end_session();
    if (session) {
      session.emplace(behaviour, connection, ids, url);
    }
    credentials.restart();
    last_answer.clear();
    return {Outcome::Kind::kDone, "restarted"};
  }

  const Behaviour& behaviour;
  MockOmni& mock;
  Person& person;
  Ids ids;
  HttpConnection connection;
  Teller teller;
  Credentials credentials;
  Perseverance perseverance;

  std::string url;
  std::optional<McpSession> session;
  bool connected = false;
  bool reached = false;  // the last connect came about
  bool listed = false;   // tools, in this session
  std::string last_answer;
};

ScriptedClient::ScriptedClient(const Profile& profile, MockOmni& mock, Person& person,
                               std::uint64_t seed)
    : impl_(std::make_unique<Impl>(profile, mock, person, seed)) {}

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
