// `omni-conform watch`: the mock for clients that only a person can use. Says how each is set up,
// tells verdicts as they form, and ends with the report.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "record/redactor.hpp"
#include "runner/commands/wire/serve_command.hpp"
#include "runner/plays/live_judge.hpp"
#include "runner/program/streams.hpp"
#include "suites/scenario.hpp"
#include "suites/verdict.hpp"

namespace conform::mock {
struct World;
}  // namespace conform::mock

namespace conform::runner {

struct WatchOptions {
  ServeOptions serve;
  std::vector<std::string> reports;
};

// What everybody who was connected did, one play a client. Redacted; the keys of the world are
// secrets before they are used. A client of which nothing can be judged is not exercised. Pure.
Run watched_run(const mock::World& world, const std::vector<Entry>& entries);

// Tells what is new, a line each: that a rule holds, and which exchange was the first to break it.
// Looks at each entry once. What a client chose is redacted and fit for a terminal. Not
// thread-safe.
class LiveOutput {
 public:
  explicit LiveOutput(std::ostream& out) : out_(out), redactor_({}) {}
  void tell(const mock::World& world, const Transcript& transcript);
  std::size_t told() const { return judge_.judged(); }  // on the entries up to this number

 private:
  using Told = std::pair<Finding::Outcome, std::size_t>;  // and the exchange that broke the rule
  void tell(const std::string& client, const Check& check, const Finding& finding,
            const Transcript& transcript);

  std::ostream& out_;
  Redactor redactor_;
  std::size_t learnt_ = 0;  // so many entries
  LiveJudge judge_;
  std::map<std::pair<std::string, std::string>, Told> told_;  // by client and check
};

// Until SIGINT or SIGTERM. Returns an ExitCode; throws UsageError.
int watch_command(const WatchOptions& options, Streams& streams);

}  // namespace conform::runner
