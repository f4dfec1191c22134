#include "clients/programs/self_acting_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "clients/programs/conformance_context.hpp"
#include "clients/programs/listening.hpp"
#include "foundation/http/url.hpp"

namespace conform::clients {

using mock::MockOmni;

namespace {

// How long what a refused GET stream causes is waited for, without a sign of life.
constexpr std::chrono::milliseconds kRecoveryPatience{500};
// What a connection keeps of its port after its end (TIME-WAIT, RFC 9293 section 3.4.2), and some.
constexpr std::chrono::milliseconds kPortPatience{65'000};

bool is_unserved(const Outcome& outcome) { return outcome.kind != Outcome::Kind::kDone; }

}  // namespace

SelfActingClient::SelfActingClient(const Launch& launch, const Scenario& scenario, MockOmni& mock,
                                   Person& person, Values values, const Patience& patience)
    : setup_(launch, scenario, mock, std::move(values)),
      program_(launch, mock, person, patience),
      interrupted_(patience.interrupted),
      starts_(starts_of(scenario)) {
  if (!launch.official) return;
  program_.gate().take_any_tool();
  program_.let_person_answer();
}

SelfActingClient::~SelfActingClient() {
  try {
    finish();
  } catch (...) {
    return;  // an unfinished play has failed already; whoever wants to know why calls finish()
  }
}

std::vector<Intent> SelfActingClient::rest_of_start() const {
  if (start_ == 0 || start_ > starts_.size()) return {};
  const ProgramStart& intents = starts_[start_ - 1];
  const std::size_t done = std::min(place_ + 1, intents.size());
  return {intents.begin() + static_cast<std::ptrdiff_t>(done), intents.end()};
}

void SelfActingClient::start() {
  setup_.write_files(program_.home());
  program_.start(setup_.command_line(), setup_.environment());
}

// The first start is over when the program has said what it had to say: it ends by itself, or
// nothing comes any more.
Outcome SelfActingClient::end() {
  if (!program_.runs()) return {Outcome::Kind::kDone, "it does not run"};
  program_.gate().open();
  program_.await([](const std::vector<Entry>&) { return false; });
  const bool by_itself = program_.end().has_value();
  program_.stop();
  return {Outcome::Kind::kDone, by_itself ? "the program ended" : "the program was ended"};
}

// A program that keeps its registration listens at the same port again. Between two of its starts
// a connection of anybody's may have got that port.
void SelfActingClient::await_redirect_ports() {
  std::set<int> ports;
  for (const Exchange& exchange : program_.transcript().exchanges()) {
    if (exchange.endpoint != Endpoint::kAuthorize) continue;
    const Url target = Url::parse(exchange.request.query().get("redirect_uri")).value_or(Url{});
    if (target.is_loopback() && target.port != 0) ports.insert(target.port);
  }
  for (const int port : ports) wait_until_free(port, kPortPatience, interrupted_);
}

Outcome SelfActingClient::connect(const Connect& how) {
  end();
  if (last_connect_) await_redirect_ports();
  if (how.anew) program_.home().empty();  // the user removed the connection: nothing of it is left
  last_connect_ = how;
  last_connect_->anew = false;
  setup_.connect_to(how, program_.home());
  ++start_;
  place_ = 0;
  if (start_ <= starts_.size()) setup_.tell_start(starts_[start_ - 1], start_, starts_.size());
  program_.gate().begin(how, rest_of_start());
  start();
  return follow(how);
}

// Waits until the program goes on, ends, or has nothing to say any more.
Outcome SelfActingClient::follow(const Intent& intent) {
  const std::string what = in_short(intent);
  Wait wait = program_.await([this](const std::vector<Entry>&) { return program_.gate().holds(); });
  if (wait == Wait::kSeen && std::holds_alternative<Connect>(intent) && !rest_of_start().empty()) {
    program_.gate().await_get_stream(kStreamPatience);
    program_.gate().await_stream_recovery(kRecoveryPatience);
    if (!program_.gate().used_up().empty()) wait = Wait::kUsedUp;
  }
  program_.read_output();
  Outcome outcome = how_it_went(wait, what);
  if (wait == Wait::kUsedUp) program_.stop();
  return outcome;
}

Outcome SelfActingClient::how_it_went(Wait wait, std::string_view what) {
  const std::optional<StepAnswer> answer = program_.gate().answer();
  if (wait == Wait::kUsedUp || (!answer && wait != Wait::kSeen)) {
    return program_.how_it_ended(wait, what);
  }
  if (!answer && program_.gate().has_accepted_handshake()) {
    return {Outcome::Kind::kDone, std::string(what)};  // its answer came another way
  }
  if (!answer) {
    return {Outcome::Kind::kGaveUp, fmt::format("{}: it went on without doing so", what)};
  }
  const std::optional<ProcessEnd> end = program_.end();
  const std::string after =
      end ? fmt::format("; the program ended with {}", end->text()) : std::string();
  if (answer->served && !end && wait == Wait::kGaveUp && is_suddenly_silent()) {
    return {Outcome::Kind::kGaveUp,
            fmt::format("{}: {} and nothing came any more", what, answer->text)};
  }
  if (!answer->served || answer->struck) {
    return {Outcome::Kind::kAnswered, fmt::format("{}: {}{}", what, answer->text, after)};
  }
  if (end && end->signal) {
    return {Outcome::Kind::kCrashed, fmt::format("{}: {}{}", what, answer->text, after)};
  }
  if (!end || end->success()) return {Outcome::Kind::kDone, std::string(what)};
  return {Outcome::Kind::kAnswered, fmt::format("{}: {}{}", what, answer->text, after)};
}

// It showed what earlier answers of this start held, and shows nothing of the last one. A program
// that shows nothing at all may have read its answers all the same.
bool SelfActingClient::is_suddenly_silent() {
  bool showed_before = false;
  for (const Entry& entry : program_.transcript().entries()) {
    const auto* const note = std::get_if<Note>(&entry);
    if (note == nullptr || note->kind != Note::Kind::kOutput) continue;
    if (note->number > begun_) return false;
    showed_before = showed_before || note->number > connected_;
  }
  return showed_before;
}

// A program that was ended is started again as soon as it is needed.
Outcome SelfActingClient::go_on(const Intent& intent) {
  if (!last_connect_) return program_.how_it_ended(Wait::kEnded, in_short(intent));
  const bool is_over = start_ <= starts_.size() && place_ + 1 >= starts_[start_ - 1].size();
  if (is_over && start_ < starts_.size()) {
    Outcome outcome = connect(Connect(*last_connect_));
    if (is_unserved(outcome)) return outcome;
  }
  ++place_;
  if (program_.end() || !program_.runs()) {
    return program_.how_it_ended(Wait::kEnded, in_short(intent));
  }
  begun_ = program_.transcript().size();
  if (place_ == 1) connected_ = begun_;
  program_.gate().begin(intent, rest_of_start());
  return follow(intent);
}

Outcome SelfActingClient::perform(const Intent& intent) {
  struct Performer {
    SelfActingClient& client;
    const Intent& intent;
    Outcome operator()(const Connect& how) const {
      if (!how.client_id.empty() && !client.setup_.takes_client_id()) {
        ++client.start_;
        return {Outcome::Kind::kCannot, "there is no way to give it a client ID"};
      }
      return client.connect(how);
    }
    Outcome operator()(const ListTools&) const { return client.go_on(intent); }
    Outcome operator()(const CallTool& call) const {
      if (call.cancelled_after) return {Outcome::Kind::kCannot, "nobody interrupts it"};
      return client.go_on(intent);
    }
    Outcome operator()(const CallAtOnce&) const { return client.go_on(intent); }
    Outcome operator()(const Disconnect&) const {
      ++client.place_;
      return client.end();
    }
    Outcome operator()(const Restart&) const {
      if (!client.last_connect_) return {Outcome::Kind::kCannot, "it was never started"};
      return client.connect(Connect(*client.last_connect_));
    }
  };
  program_.gate().begin_step();
  return std::visit(Performer{*this, intent}, intent);
}

void SelfActingClient::finish() {
  end();
  program_.finish();
}

}  // namespace conform::clients
