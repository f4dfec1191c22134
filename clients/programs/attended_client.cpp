#include "clients/programs/attended_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "clients/programs/conformance_context.hpp"
#include "clients/programs/observed_requests.hpp"
#include "clients/programs/program_output.hpp"
#include "clients/protocol/connect_target.hpp"

namespace conform::clients {

using mock::MockOmni;

namespace {

// So long an answer is given to arrive before what comes next, which may be the mock's end; and
// the stream of a client that connects to be asked for. Real time; no client has to hurry.
constexpr std::chrono::milliseconds kLinger{250};
constexpr std::chrono::seconds kLongestLinger{2};

bool starts_a_client(const Intent& intent) {
  return std::holds_alternative<Connect>(intent) || std::holds_alternative<Restart>(intent);
}

bool is_disconnect(const Intent& intent) { return std::holds_alternative<Disconnect>(intent); }

std::string told_call(const CallTool& call) {
  std::string text = fmt::format("call {} with {}", call.tool, call.arguments.dump());
  if (call.cancelled_after) {
    text += fmt::format(", and cancel it when there is no answer after {} ms",
                        call.cancelled_after->count());
  }
  return text;
}

std::vector<Intent> intents_of(const Scenario& scenario) {
  std::vector<Intent> intents;
  for (const Step& step : scenario.act) {
    if (const auto* const intent = std::get_if<Intent>(&step)) intents.push_back(*intent);
  }
  return intents;
}

}  // namespace

AttendedClient::AttendedClient(const Scenario& scenario, MockOmni& mock, Attendance attendance)
    : scenario_(scenario),
      mock_(mock),
      attendance_(std::move(attendance)),
      gate_(std::make_shared<StepGate>()),
      intents_(intents_of(scenario)),
      starts_(starts_of(scenario)) {
  mock_.guard_with(gate_);
}

AttendedClient::~AttendedClient() {
  try {
    finish();
  } catch (...) {
    return;  // an unfinished play has failed already; whoever wants to know why calls finish()
  }
}

void AttendedClient::finish() { gate_->open(); }

// The record grows, which wakes whoever waits for it.
void AttendedClient::remark(std::string text) {
  mock_.transcript().note(Note::Kind::kHarness, std::move(text), mock_.clock().now());
}

void AttendedClient::go_on() {
  goes_on_ = true;
  remark("the user goes on");
}

void AttendedClient::end() {
  ended_ = true;
  remark("the user ends the play");
}

void AttendedClient::heard(std::string_view text) {
  heard_ = true;
  mock_.transcript().note(Note::Kind::kOutput, plain_line(text), mock_.clock().now());
}

std::string AttendedClient::told(const Connect& how) const {
  const std::string url = mcp_url(mock_, how);
  const std::string_view first =
      how.anew ? "remove the connection and all that was kept of it, and connect anew to"
               : "connect to";
  std::string text = fmt::format("{} {}", first, url);
  if (!how.key.empty()) {
    const std::string key = how.entered(key_secret(mock_, how.key));
    return fmt::format("{} with the API key {}", text,
                       how.key_text == "{key}" ? key : Json(key).dump());
  }
  if (how.url == Connect::Url::kInstance) text += " without a key";
  if (how.by_oauth()) text += " with OAuth";
  if (!how.client_id.empty()) text += fmt::format(", with the client ID {}", how.client_id);
  return text;
}

std::string AttendedClient::told(const Intent& intent) const {
  if (const auto* const how = std::get_if<Connect>(&intent)) return told(*how);
  if (is_disconnect(intent)) return has_session() ? "end the session (DELETE) and quit" : "quit";
  if (std::holds_alternative<Restart>(intent)) {
    return "quit, start again with what it kept, and connect as before";
  }
  if (const auto* const call = std::get_if<CallTool>(&intent)) return told_call(*call);
  if (const auto* const all = std::get_if<CallAtOnce>(&intent)) {
    std::string text = "at once, without waiting for one of them,";
    for (const CallTool& call : all->calls) {
      text += (&call == &all->calls.front() ? " " : " and ") + told_call(call);
    }
    return text;
  }
  return in_short(intent);
}

AttendedTurn AttendedClient::turn_of(const Intent& intent) {
  AttendedTurn turn{.number = done_, .of = intents_.size(), .what = told(intent)};
  if (const auto* const how = std::get_if<Connect>(&intent)) last_connect_ = *how;
  const bool has_quit = done_ > 1 && is_disconnect(intents_[done_ - 2]);
  if ((!starts_a_client(intent) && !has_quit) || !last_connect_) return turn;
  if (!starts_a_client(intent)) turn.what = "start again with what it kept, and " + turn.what;
  if (++start_ > starts_.size()) return turn;
  const std::string key = last_connect_->key.empty()
                              ? ""
                              : last_connect_->entered(key_secret(mock_, last_connect_->key));
  turn.environment = conformance_environment(
      scenario_, {.intents = starts_[start_ - 1], .number = start_, .of = starts_.size()},
      mcp_url(mock_, *last_connect_), key, last_connect_->client_id);
  return turn;
}

// What comes in the same start of the client. A client that is started anew goes on as well: its
// end, or whatever it begins with, waits for that.
std::vector<Intent> AttendedClient::rest() const {
  std::vector<Intent> rest;
  for (std::size_t at = done_; at < intents_.size(); ++at) {
    if (!starts_a_client(intents_[at])) {
      rest.push_back(intents_[at]);
      continue;
    }
    const bool ends = is_disconnect(intents_[at - 1]);
    if (!ends) rest.emplace_back(Disconnect{});
    if (ends && at == done_) rest.emplace_back(Connect{});
    break;
  }
  return rest;
}

std::string AttendedClient::next() const {
  return done_ < intents_.size() ? told(intents_[done_]) : "";
}

// What comes next is to quit, and there is no session to be ended.
bool AttendedClient::quits_without_a_word() const {
  return done_ < intents_.size() && is_disconnect(intents_[done_]) && !has_session();
}

bool AttendedClient::has_session() const {
  const std::vector<Exchange> exchanges = mock_.transcript().exchanges();
  const auto last = std::find_if(exchanges.rbegin(), exchanges.rend(), [](const Exchange& one) {
    return one.rpc && one.rpc->method == "initialize";
  });
  return last != exchanges.rend() && last->response.headers.has("Mcp-Session-Id");
}

bool AttendedClient::has_disconnected(std::size_t before) const {
  const std::vector<Entry> entries = mock_.transcript().entries_after(before, SIZE_MAX);
  return std::ranges::any_of(entries, [](const Entry& entry) {
    const auto* const exchange = std::get_if<Exchange>(&entry);
    return exchange != nullptr && exchange->endpoint == Endpoint::kMcp &&
           exchange->request.method == "DELETE";
  });
}

AttendedClient::Over AttendedClient::follow(const Intent& intent, std::size_t before) {
  std::string last_answer;
  for (;;) {
    const std::stop_token changed = gate_->changed();
    const std::size_t size = mock_.transcript().size();
    const bool holds = gate_->holds();
    // Before anything ends it: a quick client has gone on by the time that its answer is seen here.
    const std::optional<StepAnswer> answer = gate_->answer();
    if (answer && answer->text != last_answer && !ended_) {
      last_answer = answer->text;
      if (attendance_.answered)
        attendance_.answered(answer->text, next(), next().empty() || quits_without_a_word());
    }
    if (ended_) return Over::kEnded;
    if (goes_on_) return Over::kUserGoesOn;
    if (!gate_->used_up().empty()) return Over::kUsedUp;
    if (holds) return Over::kGoesOn;
    if (is_disconnect(intent) && has_disconnected(before)) return Over::kDisconnected;
    mock_.transcript().wait_beyond(size, changed, std::chrono::hours(1));
  }
}

Outcome AttendedClient::how_it_went(Over over, const Intent& intent, std::size_t before) const {
  const std::string what = in_short(intent);
  if (over == Over::kUsedUp) {
    return {Outcome::Kind::kGaveUp, fmt::format("{}: {}", what, gate_->used_up())};
  }
  if (over == Over::kEnded) {
    return {Outcome::Kind::kGaveUp, fmt::format("{}: the user ended the play", what)};
  }
  if (is_disconnect(intent)) return {Outcome::Kind::kDone, what};
  const std::optional<StepAnswer> answer = gate_->answer();
  if (answer && answer->served && !answer->struck) return {Outcome::Kind::kDone, what};
  if (answer) return {Outcome::Kind::kAnswered, fmt::format("{}: {}", what, answer->text)};
  if (gate_->has_accepted_handshake() || is_to_be_cancelled(intent)) {
    return {Outcome::Kind::kDone, what};
  }
  const std::string refusal = last_refusal(mock_.transcript().entries(), before);
  if (!refusal.empty()) return {Outcome::Kind::kAnswered, fmt::format("{}: {}", what, refusal)};
  const std::string_view why =
      over == Over::kGoesOn ? "it went on without doing so" : "it did not do so";
  return {Outcome::Kind::kGaveUp, fmt::format("{}: {}", what, why)};
}

Outcome AttendedClient::perform(const Intent& intent) {
  ++done_;
  if (ended_) return how_it_went(Over::kEnded, intent, 0);
  goes_on_ = false;
  const std::size_t before = mock_.transcript().size();
  const AttendedTurn turn = turn_of(intent);
  const auto tell = [&] {
    if (attendance_.turn) attendance_.turn(turn);
  };
  gate_->begin_step();
  // Nothing on the wire tells of it, and the user said that the step before is over.
  if (is_disconnect(intent) && !has_session()) {
    tell();
    return {Outcome::Kind::kDone, in_short(intent)};
  }
  const bool restarts = std::holds_alternative<Restart>(intent) && last_connect_;
  gate_->begin(restarts ? Intent(*last_connect_) : intent, rest());
  tell();  // not before: whoever is told may be quick
  const Over over = follow(intent, before);
  if (starts_a_client(intent) || over == Over::kDisconnected) {
    mock_.transcript().wait_until_quiet(kLinger, kLongestLinger);
  }
  return how_it_went(over, intent, before);
}

}  // namespace conform::clients
