// `omni-conform serve --scenario ID`, and `test ID --wait`: the mock as a scenario arranges it, for
// a client that its user starts by hand, perhaps in a debugger. Says what the client is to do next,
// does what admins and the person do in between, judges what holds everywhere as it goes and the
// scenario at the end. Nothing is limited in time.
#pragma once

#include <string>
#include <vector>

#include "runner/commands/wire/serve_command.hpp"
#include "runner/program/streams.hpp"

namespace conform::runner {

struct ServeScenarioOptions {
  ServeOptions serve;                // with the scenario
  std::vector<std::string> reports;  // "FORMAT=FILE"
};

// Until the last step is over, or SIGINT or SIGTERM; what there is is judged then. Reads from
// standard input what the user says: an empty line, the page that the person is to open, or what
// the client told them. Returns an ExitCode; throws UsageError.
int serve_scenario_command(const ServeScenarioOptions& options, Streams& streams);

// Of what `test --wait` names. Throws UsageError unless that is one scenario.
std::string only_scenario(const std::vector<std::string>& named);

}  // namespace conform::runner
