// Keeps a program that acts by itself in step with its scenario: once the answer that ends an
// intent was made, the request with which the program goes on waits at the mock until whatever the
// scenario does before the next intent is done. Requests are told apart by what they are and in
// which order they come, never by time.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "clients/programs/held_body.hpp"
#include "clients/programs/play_budget.hpp"
#include "mock_server/handling/request_gate.hpp"
#include "suites/scenario.hpp"

namespace conform::clients {

// A GET stream belongs to connecting, and may be asked for beside whatever comes next. One that did
// not come by then, without any other sign of life, is not going to.
inline constexpr std::chrono::milliseconds kStreamPatience{250};

// How the mock answered what an intent asks for.
struct StepAnswer {
  bool served = false;  // with a result, and no refusal in it
  bool struck = false;  // … but bent by a fault
  std::string text;     // "tools/call was answered with 401"
  // The answer is on its way for so long, because a fault delays it; real time.
  std::chrono::nanoseconds under_way{0};
};

// Thread-safe. As long as no intent was begun, everything passes.
class StepGate final : public mock::RequestGate {
 public:
  explicit StepGate(RequestLimits limits = {}) : budget_(limits) {}

  // Of calls at once, the calls are let in together, and so is each round that follows: metadata,
  // renewals. Else it would be a race whether a second one is sent before the first was answered.
  // Of renewals each but the first is let in when the program has done whatever follows from the
  // one before: a client whose calls renew the same token would else race itself.
  std::optional<Response> admit(const Exchange& arriving, const Request& request) override;
  // A body in which the server asks its client something goes on when that was answered: else it
  // would be a race whether a program that has its result still answers.
  void answered(Exchange& exchange) override;

  // The program whose requests these are. While it is at work, nothing is taken for its silence.
  void watch(pid_t program) { program_ = program; }
  // What belongs to this intent passes from now on, also what was held until now; `rest` are those
  // that come after it in the same start of the program.
  void begin(const Intent& intent, std::vector<Intent> rest);
  // Everything passes from now on.
  void open();
  // Another step of the scenario begins, for the budget.
  void begin_step();
  // Who answers the program's own request of the authorization endpoint; what the person asks for
  // meanwhile passes. An empty function: nobody, any more.
  using AnswersAuthorization = std::function<Response(const std::string& url)>;
  void let_person_answer(AnswersAuthorization answer);
  // A person answers a page when the program has done what it does for calls at once, until it was
  // silent for a moment: else it would be a race whether it opens a second page before it hears of
  // the first one. Of any other intent it returns at once.
  void await_calls_at_once() const;
  // Any tool's call does what an intent to call one asks for. For programs that choose by
  // themselves.
  void take_any_tool() { any_tool_ = true; }

  // A request with which the program goes on waits.
  bool holds() const;
  std::optional<StepAnswer> answer() const;  // of the intent; the last one
  // A handshake was accepted, whatever came of its answer: a stream that was cut may be resumed.
  bool has_accepted_handshake() const;
  std::string used_up() const;  // what is used up of the budget, or empty
  // Until a GET stream was asked for and answered since connecting, or the program was silent for
  // so long (real time). Returns whether it was.
  bool await_get_stream(std::chrono::milliseconds silence) const;
  // A new connection begins, without begin().
  void forget_get_stream();
  // A GET stream that was refused with 401 may make the client renew its token, beside whatever it
  // does. Until the stream is had, the budget is used up, or nothing arrived for so long (real
  // time).
  void await_stream_recovery(std::chrono::milliseconds quiet) const;
  // Requested when one of the above may have changed since it was last asked for.
  std::stop_token changed();

 private:
  enum class Phase { kOpen, kUnderWay, kAnswered };
  // Of a JSON-RPC request, so much as tells one attempt from another.
  struct Message {
    std::string method;
    std::string id;
    std::string tool;
    Json arguments;
    bool has_cursor = false;
  };

  // A request that waits, on the thread that reads it.
  struct Held {
    const Exchange& arriving;
    const Request& request;
    bool is_let_in = false;
  };

  // Requests that are sent for several calls at once and that would race each other.
  struct Siblings {
    std::size_t came = 0;      // in this round
    std::size_t round = 0;     // so often all of them came
    bool alone = false;        // the others were waited for in vain
    std::size_t answered = 0;  // of the last round that came
  };

  std::optional<Response> answer_of_person(const Exchange& arriving, const Request& request);
  std::string sibling_kind(const Exchange& arriving, const Request& request) const;
  void gather(std::unique_lock<std::mutex>& lock, const Exchange& arriving, const Request& request);
  void take_turn(std::unique_lock<std::mutex>& lock, const Siblings& siblings, std::size_t place);
  template <typename Condition>
  bool wait_through_silence(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds silence,
                            Condition is_over) const;
  // Until nothing has arrived during such a silence, or it is over.
  template <typename Condition>
  void wait_for_quiet(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds silence,
                      Condition is_over) const;
  static Message message_of(const Exchange& exchange, const Request& request);
  bool may_pass(const Exchange& arriving, const Request& request) const;
  bool may_pass_after_the_answer(const Message& message) const;
  bool belongs_to(const Intent& intent, const Message& message) const;
  bool is_rather_the_next(const Message& message) const;
  bool goes_on(const Message& message) const;
  void notice(const Exchange& exchange);
  void take_answer(const Exchange& exchange, const Message& message);
  void await_responses(Exchange& exchange);
  void let_in_what_may_pass();
  void wake();

  mutable std::mutex mutex_;
  mutable std::condition_variable turned_;
  PlayBudget budget_;
  std::string used_up_;
  bool any_tool_ = false;
  std::atomic<pid_t> program_ = 0;
  AnswersAuthorization person_;
  std::mutex person_mutex_;  // one page at a time
  bool person_is_asked_ = false;
  Phase phase_ = Phase::kOpen;
  std::size_t step_ = 0;  // counts begin() and open()
  std::vector<Held*> held_;
  Intent intent_ = Disconnect{};
  std::vector<Intent> rest_;
  std::set<std::pair<std::string, std::string>> attempts_;  // method and id, of this intent
  std::optional<StepAnswer> answer_;
  bool accepted_ = false;        // a handshake, with 2xx
  bool recovered_ = false;       // since a refusal: it has a new token or session
  bool get_stream_ = false;      // one was answered
  bool stream_refused_ = false;  // … with 401
  std::size_t arrivals_ = 0;
  std::map<std::string, Siblings> siblings_;                       // of this intent, by kind
  std::map<std::string, std::shared_ptr<Latch>> asked_by_server_;  // by the id of the request
  std::stop_source changed_;
};

}  // namespace conform::clients
