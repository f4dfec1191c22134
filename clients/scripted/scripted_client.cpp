#include "clients/scripted/scripted_client.hpp"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "clients/http/http_connection.hpp"
#include "clients/protocol/connect_target.hpp"
#include "clients/protocol/recorded_call.hpp"
#include "clients/protocol/tool_result.hpp"
#include "clients/scripted/bending_sender.hpp"
#include "clients/scripted/credentials.hpp"
#include "clients/scripted/decoding_sender.hpp"
#include "clients/scripted/displayed_answer.hpp"
#include "clients/scripted/server_connection.hpp"
#include "clients/scripted/user_output.hpp"

namespace conform::clients {

using mock::MockOmni;

namespace {

constexpr std::string_view kInvention = "Revenue was 1,234,567.89 dollars last year.";

std::string without_white_space_around(const std::string& text) {
  constexpr const char* kWhiteSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

}  // namespace

struct ScriptedClient::Impl {
  Impl(const Profile& profile, ClientEnvironment its_place, std::uint64_t seed)
      : behaviour(profile.behaviour),
        place(std::move(its_place)),
        ids(seed),
        bending(connection, profile.bends),
        sender(bending, behaviour.identity),
        user_output(behaviour, place.tell),
        credentials(
            behaviour,
            {sender,
             [this](const std::string& page) { return place.open_browser(bending.bent(page)); },
             place.now, ids, place.registered},
            user_output),
        server(behaviour, sender, ids, credentials, place.wait) {
    connection.keep_within(place.patience);
    if (behaviour.session.connects_anew) connection.connect_anew();
    connection.let_see(place.witness);
  }

  Outcome tell(const ClientError& trouble) {
    if (behaviour.refusal.gives_up_for_good) {
      reached = false;
      server.drop();
    }
    return user_output.report(trouble);
  }

  Outcome tell(const McpAnswer& answer, ClientError::Area area) {
    return tell(server.error_of(answer, area));
  }

  // ---- Connecting ----

  Outcome connect(const Connect& intent) {
    server.end();
    url = place.url(intent);
    server.begin(url);
    credentials.use(url, intent.key.empty() ? "" : configured_key(intent), intent.client_id,
                    intent.anew, server.session());
    return connect_again();
  }

  std::string configured_key(const Connect& intent) {
    if (behaviour.session.ignores_key) return "";
    std::string text = intent.entered(place.secret(intent.key));
    if (behaviour.session.keeps_first_key) {
      if (first_key.empty()) first_key = text;
      text = first_key;
    }
    // A variable that nobody set is no key.
    if (text.find("${") != std::string::npos && !behaviour.session.sends_placeholders) return "";
    return behaviour.session.trims_key ? without_white_space_around(text) : text;
  }

  Outcome connect_again() {
    RetryBudget left(behaviour);
    credentials.take_error();
    reached = false;
    if (credentials.bearer().empty()) {
      if (std::optional<Outcome> ended = first_contact(left)) return *std::move(ended);
    }
    credentials.look_again();
    if (const std::optional<ClientError> failed = server.establish(left)) return tell(*failed);
    reached = true;
    return {Outcome::Kind::kDone, "connected"};
  }

  // Gets a grant. An outcome when there is nothing left to do for this intent.
  std::optional<Outcome> first_contact(RetryBudget& left) {
    std::optional<Challenge> challenge;
    const Behaviour::FirstContact how = behaviour.discovery.first_contact;
    bool asks_with_initialize = how == Behaviour::FirstContact::kPostInitialize;
    if (how == Behaviour::FirstContact::kPostServerDiscover) {
      const McpAnswer answer = server.session().server_discover("");
      challenge = bearer_challenge(answer.headers, behaviour.discovery.reads_challenge);
      asks_with_initialize = answer.status != 401;
    }
    if (asks_with_initialize) {
      const McpAnswer answer = server.ask_without_credential(left);
      if (answer.accepted() && answer.result() != nullptr) {  // no authorization needed
        if (const std::optional<ClientError> failed = server.settle_in(left)) return tell(*failed);
        reached = true;
        return Outcome{Outcome::Kind::kDone, "connected"};
      }
      challenge = bearer_challenge(answer.headers, behaviour.discovery.reads_challenge);
      const bool signs_in =
          answer.status == 401 || (answer.status == 403 && left.sign_ins_403-- > 0);
      if (!signs_in) return tell(answer, ClientError::Area::kHttp);
    }
    if (credentials.sign_in(challenge)) return std::nullopt;
    return tell(credentials.take_error().value());
  }

  // A client that was connected before connects again by itself; one that was refused does not.
  std::optional<Outcome> ensure_connected() {
    if (server.is_established()) return std::nullopt;
    if (!reached || url.empty()) return Outcome{Outcome::Kind::kGaveUp, "not connected"};
    Outcome outcome = connect_again();
    if (outcome.kind == Outcome::Kind::kDone) return std::nullopt;
    return outcome;
  }

  Outcome restart() {
    server.end();
    if (server.has_begun()) server.begin(url);
    credentials.restart();
    last_answer.clear();
    return {Outcome::Kind::kDone, "restarted"};
  }

  // ---- Tools ----

  Outcome list_tools() {
    if (!behaviour.session.lists_tools) return {Outcome::Kind::kGaveUp, "does not list tools"};
    if (std::optional<Outcome> ended = ensure_connected()) return *std::move(ended);
    RetryBudget left(behaviour);
    const McpAnswer answer = server.list("tools/list", left);
    if (answer.result() == nullptr) return tell(answer, ClientError::Area::kHttp);
    for (const std::string& method : behaviour.session.lists_also) server.list(method, left);
    return {Outcome::Kind::kDone, "listed"};
  }

  Outcome call_tool(const CallTool& intent) {
    Outcome outcome = call_or_tell(intent);
    if (outcome.kind != Outcome::Kind::kDone && behaviour.refusal.answers_from_memory) {
      user_output.say(last_answer.empty() ? std::string(kInvention) : last_answer);
      return {Outcome::Kind::kDone, "called"};  // so it claims
    }
    return outcome;
  }

  Outcome call_or_tell(const CallTool& intent) {
    try {
      return try_call(intent);
    } catch (const ConnectionError& error) {
      return lost_connection(error);
    }
  }

  Outcome lost_connection(const ConnectionError& error) {
    if (behaviour.refusal.crashes_on_lost_connection) {
      return {Outcome::Kind::kCrashed, error.what()};
    }
    return tell({ClientError::Area::kHttp, Outcome::Kind::kGaveUp, error.what()});
  }

  Outcome try_call(const CallTool& intent) {
    if (std::optional<Outcome> ended = ensure_connected()) return *std::move(ended);
    RetryBudget left(behaviour);
    if (std::optional<Outcome> ended = know_tools(left)) return *std::move(ended);
    for (int repeats = behaviour.refusal.retries_after_tool_error;; --repeats) {
      McpAnswer answer;
      const std::function<void()> await_record = place.expect_call ? place.expect_call() : nullptr;
      try {
        answer = server.call(intent, left);
      } catch (const TimedOut&) {
        if (await_record) await_record();
        server.cancel_call();
        return tell({ClientError::Area::kTool, Outcome::Kind::kGaveUp,
                     intent.cancelled_after ? "The call was cancelled."
                                            : "The server did not answer in time."});
      }
      const Json* const result = answer.result();
      if (!answer.accepted()) return tell(answer, ClientError::Area::kHttp);
      const bool failed = result == nullptr || is_failed_tool_result(*result);
      if (failed && repeats > 0) continue;
      return show(intent, answer);
    }
  }

  // A client knows a server's tools before its model can call one.
  std::optional<Outcome> know_tools(RetryBudget& left) {
    if (!server.has_listed() && behaviour.session.lists_tools) {
      const McpAnswer tools = server.list("tools/list", left);
      if (tools.result() == nullptr) return tell(tools, ClientError::Area::kHttp);
    }
    if (!server.has_tools()) return Outcome{Outcome::Kind::kGaveUp, "no such tool"};
    left.retries_403 += behaviour.refusal.call_retries_after_403;
    return std::nullopt;
  }

  // The outcome of the first that failed, or of the last.
  Outcome call_at_once(const std::vector<CallTool>& calls) {
    if (std::optional<Outcome> ended = ensure_connected()) return *std::move(ended);
    RetryBudget left(behaviour);
    if (std::optional<Outcome> ended = know_tools(left)) return *std::move(ended);
    const std::vector<McpAnswer> answers = server.call_at_once(calls, left);
    Outcome outcome{Outcome::Kind::kDone, "called"};
    for (std::size_t i = 0; i < calls.size(); ++i) {
      Outcome one = answers[i].accepted() ? show(calls[i], answers[i])
                                          : tell(answers[i], ClientError::Area::kHttp);
      if (outcome.kind == Outcome::Kind::kDone) outcome = std::move(one);
    }
    return outcome;
  }

  // What the user sees of an accepted answer.
  Outcome show(const CallTool& intent, const McpAnswer& answer) {
    const Json* const result = answer.result();
    if (result == nullptr && behaviour.session.takes_any_body && answer.error().empty()) {
      user_output.say(answer.body);
      return {Outcome::Kind::kDone, "called"};
    }
    if (result == nullptr) return tell(answer, ClientError::Area::kTool);
    std::string text = shown_text(*result, behaviour.session);
    if (is_failed_tool_result(*result)) {
      return tell({ClientError::Area::kTool, Outcome::Kind::kRefused, std::move(text)});
    }
    const McpSession& session = server.session();
    if (std::string problem = problem_of_result(*result, session.tool(intent.tool),
                                                session.is_stateless(), behaviour.session);
        !problem.empty()) {
      return tell({ClientError::Area::kTool, Outcome::Kind::kRefused, std::move(problem)});
    }
    if (!behaviour.output.repeats_first_answer || last_answer.empty()) {
      last_answer = std::move(text);
    }
    user_output.say(last_answer);
    return {Outcome::Kind::kDone, "called"};
  }

  const Behaviour& behaviour;
  ClientEnvironment place;
  Ids ids;
  HttpConnection connection;
  BendingSender bending;
  DecodingSender sender;
  UserOutput user_output;
  Credentials credentials;
  ServerConnection server;

  std::string url;
  std::string first_key;
  bool reached = false;  // the last connect came about
  std::string last_answer;
};

ClientEnvironment place_at(MockOmni& mock, Person& person) {
  const auto noting = [&mock](Note::Kind kind) {
    return [&mock, kind](std::string text) {
      mock.transcript().note(kind, std::move(text), mock.clock().now());
    };
  };
  return {
      .url = [&mock](const Connect& intent) { return mcp_url(mock, intent); },
      .secret = [&mock](const std::string& id) { return key_secret(mock, id); },
      .now = [&mock] { return mock.clock().now(); },
      // Time that the client lets pass is the mock's: nobody sleeps.
      .wait = [&mock](Duration by) { mock.clock().advance(by); },
      .tell = noting(Note::Kind::kOutput),
      .remark = noting(Note::Kind::kHarness),
      .open_browser = [&person](const std::string& address) { return person.open(address, false); },
      .expect_call =
          [&mock] {
            return [&mock, before = mock.transcript().size()] {
              await_recorded_call(mock.transcript(), before);
            };
          },
      .patience = {},
      .witness = {}};
}

ScriptedClient::ScriptedClient(const Profile& profile, MockOmni& mock, Person& person,
                               std::uint64_t seed)
    : ScriptedClient(profile, place_at(mock, person), seed) {}

ScriptedClient::ScriptedClient(const Profile& profile, ClientEnvironment place, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(profile, std::move(place), seed)) {}

ScriptedClient::~ScriptedClient() = default;

Outcome ScriptedClient::perform(const Intent& intent) {
  struct Perform {
    Impl& client;
    Outcome operator()(const Connect& connect) const { return client.connect(connect); }
    Outcome operator()(const ListTools&) const { return client.list_tools(); }
    Outcome operator()(const CallTool& call) const { return client.call_tool(call); }
    Outcome operator()(const CallAtOnce& all) const { return client.call_at_once(all.calls); }
    Outcome operator()(const Disconnect&) const {
      client.server.end();
      return {Outcome::Kind::kDone, "disconnected"};
    }
    Outcome operator()(const Restart&) const { return client.restart(); }
  };
  try {
    return std::visit(Perform{*impl_}, intent);
  } catch (const ConnectionError& error) {
    return impl_->lost_connection(error);
  }
}

void ScriptedClient::finish() {
  try {
    impl_->server.end();
  } catch (const ConnectionError& error) {
    // The server is gone; so is the session.
    impl_->place.remark(error.what());
  }
}

}  // namespace conform::clients
