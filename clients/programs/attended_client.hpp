// A client that its user starts and holds in hands, perhaps in a debugger: its user is told what it
// is to do next, and it is kept in step at the mock. Nothing is limited in time: an intent is over
// when it was answered and the client goes on to the next one, whose request waits for that, or
// when its user says so.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/client.hpp"
#include "clients/programs/program_starts.hpp"
#include "clients/programs/step_gate.hpp"
#include "mock_server/mock_omni.hpp"
#include "suites/scenario.hpp"

namespace conform::clients {

// What the user is told, on the thread that calls perform(). The texts are ours and hold the URLs,
// and the keys to be entered, as they are.
struct AttendedTurn {
  std::size_t number = 1;  // of the intent, from 1
  std::size_t of = 1;
  std::string what;  // "connect to http://127.0.0.1:8700/callback/mcp with OAuth"
  // Where a client is to be started: what `test` sets for a program that acts by itself.
  std::map<std::string, std::string> environment = {};
};
struct Attendance {
  std::function<void(const AttendedTurn&)> turn;
  // The intent was answered, and how; `next` is what comes then, empty after the last one. Where no
  // request of what comes then will show that it is over, the user has to say so.
  std::function<void(const std::string& how, const std::string& next, bool must_say_so)> answered;
};

// perform() and finish() are called by one thread; the scenario and the mock, which must be served,
// outlive it.
class AttendedClient final : public Client {
 public:
  AttendedClient(const Scenario& scenario, mock::MockOmni& mock, Attendance attendance);
  ~AttendedClient() override;

  Outcome perform(const Intent& intent) override;
  void finish() override;  // everything passes from now on

  // What the user says, from any thread: the intent at hand is over; no other will follow, and what
  // waits is let in; the client told its user so.
  void go_on();
  void end();
  void heard(std::string_view text);
  [[nodiscard]] bool has_ended() const { return ended_; }
  [[nodiscard]] bool was_heard() const { return heard_; }

 private:
  enum class Over { kGoesOn, kUserGoesOn, kEnded, kDisconnected, kUsedUp };
  Over follow(const Intent& intent, std::size_t before);
  [[nodiscard]] Outcome how_it_went(Over over, const Intent& intent, std::size_t before) const;
  AttendedTurn turn_of(const Intent& intent);
  [[nodiscard]] std::string told(const Connect& how) const;
  [[nodiscard]] std::string told(const Intent& intent) const;
  [[nodiscard]] std::vector<Intent> rest() const;
  [[nodiscard]] std::string next() const;
  [[nodiscard]] bool quits_without_a_word() const;
  [[nodiscard]] bool has_session() const;
  [[nodiscard]] bool has_disconnected(std::size_t before) const;
  void remark(std::string text);

  const Scenario& scenario_;
  mock::MockOmni& mock_;
  Attendance attendance_;
  std::shared_ptr<StepGate> gate_;  // the mock keeps it as well
  std::vector<Intent> intents_;
  std::vector<ProgramStart> starts_;
  std::size_t done_ = 0;   // intents that were begun
  std::size_t start_ = 0;  // which of the starts, from 1
  std::optional<Connect> last_connect_;
  std::atomic<bool> goes_on_{false};
  std::atomic<bool> ended_{false};
  std::atomic<bool> heard_{false};
};

}  // namespace conform::clients
