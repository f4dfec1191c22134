// The programs of one play and what they share: a home, a browser that brings pages to the person,
// what they print, and how long they are waited for. One runs at a time.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "clients/browser/person.hpp"
#include "clients/client.hpp"
#include "clients/process/process.hpp"
#include "clients/profile/launch.hpp"
#include "clients/programs/play_budget.hpp"
#include "clients/programs/program_home.hpp"
#include "clients/programs/step_gate.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform::clients {

// How long a client is waited for, in real time. An intent ends as soon as the record shows its
// end.
struct Patience {
  std::chrono::milliseconds play{300'000};   // nothing is waited for after so long
  std::chrono::milliseconds intent{60'000};  // no intent takes longer
  std::chrono::milliseconds quiet{10'000};   // nothing happened for so long: it has stopped trying
  std::chrono::milliseconds settle{
      1'500};  // … after the person was left with a page, or closed the window
  std::chrono::milliseconds breath{
      150};  // nothing came for so long: it has said what it had to say
  std::chrono::milliseconds grace{2'000};  // between the friendly end and the other one
  RequestLimits limits;
  std::stop_token interrupted;  // the whole run is to end: programs are ended, none is started
};

// The run was interrupted, so that the play has no verdict.
class PlayInterrupted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Wait {
  kSeen,    // what was waited for is there
  kEnded,   // the program ended
  kGaveUp,  // nothing came any more
  kUsedUp,  // it asked for more than the play's budget allows
};

// Used by one thread; send() and take_output() by any.
class DrivenProgram {
 public:
  using Seen = std::function<bool(const std::vector<Entry>&)>;
  using TakesLine = std::function<bool(std::string_view line)>;

  // The mock must be served. Throws std::system_error when there is no room for a home.
  DrivenProgram(const Launch& launch, mock::MockOmni& mock, Person& person,
                const Patience& patience);
  ~DrivenProgram();
  DrivenProgram(const DrivenProgram&) = delete;
  DrivenProgram& operator=(const DrivenProgram&) = delete;

  Transcript& transcript();
  void note(Note::Kind kind, std::string text);
  ProgramHome& home();

  // Starts it, in its home's environment and `environment`. Lines of its standard output that
  // `protocol` takes (when given) are no output for its user. Throws ProcessError, or
  // PlayInterrupted.
  void start(CommandLine command, const std::map<std::string, std::string>& environment,
             TakesLine protocol = {});
  // Closes its standard input, gives it time to end by itself, then ends it with all it started.
  void stop(std::chrono::milliseconds friendly);
  void stop() { stop(std::chrono::milliseconds{0}); }
  void settle();                    // stop() with the time that an orderly end takes
  [[nodiscard]] bool runs() const;  // or ended and was not stopped yet
  [[nodiscard]] std::optional<ProcessEnd> end() const;
  void close_input();
  bool send(std::string_view line);
  void take_output(std::string_view text);

  // Returns when everything that it printed until now is in the record.
  void read_output();

  // The person decides in the answer to the program's own request of the authorization endpoint, as
  // the official suite's servers do.
  void let_person_answer();

  // Guards the mock for the whole play; everything passes unless it is told otherwise.
  StepGate& gate();
  [[nodiscard]] const StepGate& gate() const;

  // How many entries there were when the last program was started.
  [[nodiscard]] std::size_t started_after() const;
  // Whether it printed a line in which it admits a failure since it was started.
  [[nodiscard]] bool admitted_failure() const;

  // Until the record shows what is waited for, the program ends, or nothing comes any more. The
  // record grows when a request or an answer arrives, a line is printed, a page is done with or the
  // program ends. Once the gate knows the answer of the intent at hand, little more is waited for.
  Wait await(const Seen& seen);
  // In words, for an intent that ended so.
  [[nodiscard]] Outcome how_it_ended(Wait wait, std::string_view what) const;

  void finish();  // ends everything; safe to call twice

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::clients
