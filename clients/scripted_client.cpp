#include "clients/scripted_client.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "clients/credentials.hpp"
#include "clients/http_connection.hpp"
#include "clients/mcp_session.hpp"
#include "clients/modern_era.hpp"
#include "clients/perseverance.hpp"
#include "clients/teller.hpp"
#include "clients/tool_result.hpp"
#include "mock_server/json_schema.hpp"

namespace conform {
namespace {

constexpr int kMostPages = 100;
constexpr std::string_view kInvention = "Revenue was 1,234,567.89 dollars last year.";

std::string without_white_space_around(const std::string& text) {
  constexpr const char* kWhiteSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

// The result as somebody sees it who looks at its first part only.
Json first_part_of(Json result) {
  const auto content = result.find("content");
  if (content != result.end() && content->is_array() && !content->empty()) {
    result["content"] = Json::array({content->front()});
  }
  return result;
}

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
        perseverance(behaviour, credentials, wait()) {}

  // Time that the client lets pass is the mock's: nobody sleeps.
  std::function<void(Duration)> wait() {
    return [this](Duration by) { mock.clock().advance(by); };
  }

  Outcome tell(const Trouble& trouble) {
    if (behaviour.refusal.gives_up_for_good) reached = connected = false;
    return teller.report(trouble);
  }

  Trouble trouble_of(const McpAnswer& answer, Trouble::Area area) {
    if (std::optional<Trouble> of_sign_in = credentials.take_trouble()) return *of_sign_in;
    if (!answer.accepted()) {
      return {area, Outcome::Kind::kRefused, fmt::format("HTTP {}: {}", answer.status, answer.body),
              answer.status == 401 && credentials.is_key()};
    }
    const std::string error = answer.error();
    return {
        area, Outcome::Kind::kRefused,
        error.empty() ? fmt::format("The answer is no JSON-RPC response: {}", answer.body) : error};
  }

  Trouble no_answer(const ConnectionError& error) const {
    return {Trouble::Area::kHttp, Outcome::Kind::kGaveUp, error.what()};
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

  // The handshake, or what revision 2026-07-28 has instead, and what follows it. Returns the
  // trouble when it does not come about.
  std::optional<Trouble> establish(Patience& patience) {
    connected = false;
    if (behaviour.discovery.probes_server_discover && !credentials.bearer().empty()) {
      credentials.refresh_in_time();
      const McpAnswer probed = session->server_discover(credentials.bearer());
      if (behaviour.modern.speaks && probed.result() != nullptr) return settle_in_modern();
      if (behaviour.modern.failed_probe_is_final) return trouble_of(probed, Trouble::Area::kHttp);
    }
    // Which era an origin is of does not change from one request to the next.
    if (session->is_modern() && behaviour.modern.remembers_era) return establish_modern(patience);
    const McpAnswer answer =
        persist([this] { return session->initialize(credentials.bearer()); }, patience);
    if (answer.accepted() && answer.result() != nullptr) {
      credentials.take_trouble();
      if (behaviour.session.checks_version && !session->speaks_negotiated_version()) {
        return Trouble{Trouble::Area::kHttp, Outcome::Kind::kGaveUp,
                       "The server answered with a revision of MCP that is not known here."};
      }
      return settle_in(patience);
    }
    const Json* const error = answer.error_object();
    const bool understands = behaviour.modern.speaks && behaviour.modern.retries_supported_version;
    if (understands && error != nullptr && names_modern_version(*error)) {
      session->speak_modern();
      return establish_modern(patience);
    }
    return trouble_of(answer, Trouble::Area::kHttp);
  }

  std::optional<Trouble> establish_modern(Patience& patience) {
    const McpAnswer answer =
        persist([this] { return session->server_discover(credentials.bearer()); }, patience);
    if (answer.result() == nullptr) return trouble_of(answer, Trouble::Area::kHttp);
    return settle_in_modern();
  }

  std::optional<Trouble> settle_in_modern() {
    session->speak_modern();
    connected = true;
    listed = false;
    return std::nullopt;
  }

  // After a successful initialize.
  std::optional<Trouble> settle_in(Patience& patience) {
    if (behaviour.session.sends_initialized) {
      persist([this] { return session->initialized(credentials.bearer()); }, patience);
    }
    if (behaviour.session.opens_get_stream) {
      credentials.refresh_in_time();
      if (std::optional<Trouble> fatal = open_stream()) return fatal;
    }
    connected = true;
    listed = false;
    return std::nullopt;
  }

  // The stream on which the server may speak of its own accord. A server need not offer one.
  std::optional<Trouble> open_stream() {
    int attempts = behaviour.session.stream_attempts;
    int openings = behaviour.session.stream_openings;
    while (true) {
      const McpAnswer answer = session->open_stream(credentials.bearer());
      if (answer.stays_open()) return std::nullopt;
      if (answer.accepted() ? --openings > 0 : --attempts > 0) continue;
      if (answer.accepted() || !behaviour.session.refused_stream_is_fatal) return std::nullopt;
      return trouble_of(answer, Trouble::Area::kHttp);
    }
  }

  void end_session() {
    const bool ends = session && session->is_modern() ? behaviour.modern.ends_sessions
                                                      : behaviour.session.deletes_session;
    if (session && connected && ends && (session->has_session_id() || session->is_modern())) {
      credentials.refresh_in_time();
      session->delete_session(credentials.bearer());
    }
    connected = false;
  }

  // ---- Intents ----

  Outcome connect(const Connect& intent) {
    end_session();
    url = intent.url == Connect::Url::kOAuth ? mock.oauth_url() : mock.key_url(intent.organization);
    begin_session();
    credentials.use(url, intent.key.empty() ? "" : configured_key(intent), intent.anew, *session);
    return connect_again();
  }

  void begin_session() {
    connection.give_up_after(usual_limit());
    session.emplace(behaviour, connection, ids, url, wait());
  }

  std::optional<Duration> usual_limit() const {
    const int limit = behaviour.session.answer_timeout_ms;
    return limit > 0 ? std::optional(Duration(limit)) : std::nullopt;
  }

  std::string configured_key(const Connect& intent) {
    std::string text = intent.entered(secret_of(intent.key));
    if (behaviour.session.keeps_first_key) {
      if (first_key.empty()) first_key = text;
      text = first_key;
    }
    // A variable that nobody set is no key.
    if (text.find("${") != std::string::npos && !behaviour.session.sends_placeholders) return "";
    return behaviour.session.trims_key ? without_white_space_around(text) : text;
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
    Patience patience(behaviour);
    credentials.take_trouble();
    reached = false;
    if (credentials.bearer().empty()) {
      if (std::optional<Outcome> ended = first_contact(patience)) return *std::move(ended);
    }
    credentials.look_again();
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
          perseverance.persist_unknown([this] { return session->initialize(""); }, patience);
      if (answer.accepted() && answer.result() != nullptr) {  // no authorization needed
        if (const std::optional<Trouble> failed = settle_in(patience)) return tell(*failed);
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
    Patience patience(behaviour);
    const McpAnswer answer = list("tools/list", patience);
    if (answer.result() == nullptr) return tell(trouble_of(answer, Trouble::Area::kHttp));
    for (const std::string& method : behaviour.session.lists_also) list(method, patience);
    return {Outcome::Kind::kDone, "listed"};
  }

  // All pages; the answer with the last.
  McpAnswer list(const std::string& method, Patience& patience) {
    std::string cursor;
    for (int page = 2;; ++page) {
      McpAnswer answer = persist_in_session(
          [&] { return session->list(method, credentials.bearer(), cursor); }, patience);
      const Json* const result = answer.result();
      listed = listed || result != nullptr;
      if (result == nullptr || !result->is_object() || !result->contains("nextCursor") ||
          !behaviour.session.reads_all_pages || page > kMostPages) {
        return answer;
      }
      cursor = behaviour.session.own_cursors ? std::to_string(page)
                                             : result->value("nextCursor", std::string());
    }
  }

  Outcome call_tool(const CallTool& intent) {
    if (!behaviour.session.calls_tools) return {Outcome::Kind::kGaveUp, "does not call tools"};
    Outcome outcome = call_or_tell(intent);
    if (outcome.kind != Outcome::Kind::kDone && behaviour.refusal.answers_from_memory) {
      teller.say(last_answer.empty() ? std::string(kInvention) : last_answer);
      return {Outcome::Kind::kDone, "called"};  // so it claims
    }
    return outcome;
  }

  Outcome call_or_tell(const CallTool& intent) {
    try {
      return try_call(intent);
    } catch (const ConnectionError& error) {
      if (behaviour.refusal.crashes_on_lost_connection) throw;
      return tell(no_answer(error));
    }
  }

  Outcome try_call(const CallTool& intent) {
    if (std::optional<Outcome> ended = ensure_connected()) return *std::move(ended);
    Patience patience(behaviour);
    // A client knows a server's tools before its model can call one.
    if (!listed && behaviour.session.lists_tools) {
      const McpAnswer tools = list("tools/list", patience);
      if (tools.result() == nullptr) return tell(trouble_of(tools, Trouble::Area::kHttp));
    }
    patience.retries_403 += behaviour.refusal.call_retries_after_403;
    for (int left = behaviour.refusal.retries_after_tool_error;; --left) {
      McpAnswer answer;
      try {
        answer = send_call(intent, patience);
      } catch (const TimedOut&) {
        return cancel(intent);
      }
      if (session->take_tools_changed() && behaviour.session.lists_again_when_changed) {
        list("tools/list", patience);
      }
      const Json* const result = answer.result();
      if (!answer.accepted()) return tell(trouble_of(answer, Trouble::Area::kHttp));
      const bool failed = result == nullptr || is_failed_tool_result(*result);
      if (failed && left > 0) continue;
      return show(intent, answer);
    }
  }

  McpAnswer send_call(const CallTool& intent, Patience& patience) {
    if (intent.cancelled_after) connection.give_up_after(intent.cancelled_after);
    McpAnswer answer = persist_in_session(
        [this, &intent] {
          return session->call_tool(intent.tool, intent.arguments, credentials.bearer());
        },
        patience);
    connection.give_up_after(usual_limit());
    return answer;
  }

  // Nobody waits for the answer any more. In revision 2026-07-28 closing the stream says so.
  Outcome cancel(const CallTool& intent) {
    connection.give_up_after(usual_limit());
    if (behaviour.session.sends_cancelled && !session->is_modern()) {
      session->cancel_last(credentials.bearer());
    }
    return tell({Trouble::Area::kTool, Outcome::Kind::kGaveUp,
                 intent.cancelled_after ? "The call was cancelled."
                                        : "The server did not answer in time."});
  }

  // What the user sees of an accepted answer.
  Outcome show(const CallTool& intent, const McpAnswer& answer) {
    const Json* const result = answer.result();
    if (result == nullptr && behaviour.session.takes_any_body && answer.error().empty()) {
      teller.say(answer.body);
      return {Outcome::Kind::kDone, "called"};
    }
    if (result == nullptr) return tell(trouble_of(answer, Trouble::Area::kTool));
    std::string text = text_of_tool_result(
        behaviour.session.first_content_only ? first_part_of(*result) : *result);
    if (is_failed_tool_result(*result)) {
      return tell({Trouble::Area::kTool, Outcome::Kind::kRefused, std::move(text)});
    }
    if (std::string problem = problem_of(intent, *result); !problem.empty()) {
      return tell({Trouble::Area::kTool, Outcome::Kind::kRefused, std::move(problem)});
    }
    if (behaviour.session.longest_answer > 0 &&
        text.size() > static_cast<std::size_t>(behaviour.session.longest_answer)) {
      text.resize(static_cast<std::size_t>(behaviour.session.longest_answer));
    }
    if (!behaviour.output.repeats_first_answer || last_answer.empty()) last_answer = text;
    teller.say(last_answer);
    return {Outcome::Kind::kDone, "called"};
  }

  // Why a result must not be used, or empty.
  std::string problem_of(const CallTool& intent, const Json& result) const {
    if (!result.is_object()) return "The tool's result is no object.";
    const Json type = result.value("resultType", Json("complete"));
    if (session->is_modern() && behaviour.session.checks_result_type && type != "complete") {
      return fmt::format("The tool's result is of a type that is not known here: {}", type.dump());
    }
    const Json& tool = session->tool(intent.tool);
    if (!behaviour.session.checks_structured || !tool.contains("outputSchema") ||
        !result.contains("structuredContent")) {
      return "";
    }
    const std::string problems = JsonSchema(tool["outputSchema"], intent.tool)
                                     .problems(result["structuredContent"], "structuredContent");
    if (problems.empty()) return "";
    return fmt::format("The tool's result is not what its description promises: {}", problems);
  }

  Outcome restart() {
    end_session();
    if (session) begin_session();
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
  std::string first_key;
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
    if (impl_->behaviour.refusal.crashes_on_lost_connection) {
      return {Outcome::Kind::kCrashed, error.what()};
    }
    return impl_->tell(impl_->no_answer(error));
  }
}

void ScriptedClient::finish() {
  try {
    impl_->end_session();
  } catch (const ConnectionError&) {
    // The server is gone; so is the session.
  }
}

}  // namespace conform
