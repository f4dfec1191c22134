#include "runner/commands/prove_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "reports/text.hpp"
#include "runner/choice/select.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/play_setup.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"

namespace conform::runner {

using reports::columns_of;
using reports::terminal_line;

KillTable prove_catalog(const Catalog& catalog, const ProveOptions& options,
                        const OnPlayed& on_played) {
  Filters filters;
  filters.scenarios = options.scenarios;
  const PlaySetup setup = load_play_setup(catalog.folder, options.seed);
  const Proof proof{.scenarios = select_scenarios(filters, catalog.stock()),
                    .invariants = invariants(),
                    .profiles = catalog.profiles,
                    .whole = options.scenarios.empty(),
                    .jobs = options.jobs};
  return prove(proof, scripted(setup), on_played);
}

void write_kill_table(const KillTable& table, std::ostream& out) {
  std::size_t checks = 10;
  std::size_t catchers = 7;
  for (const Kill& kill : table.kills) {
    checks = std::max(checks, columns_of(kill.check) + 2);
    catchers = std::max(catchers, columns_of(kill.catcher));
  }
  const auto line = [&](std::string_view check, std::string_view severity,
                        std::string_view reference, std::string_view catcher,
                        std::string_view caught, std::string_view end) {
    out << fmt::format("{:<{}}  {:<6}  {:<13}  {:<{}}  {:<13}  {}\n", check, checks, severity,
                       reference, catcher, catchers, caught, end);
  };
  line("check", "", "reference", "catcher", "got", "");
  std::string scenario;
  for (const Kill& kill : table.kills) {
    const bool invariant = kill.check.starts_with("invariant/");
    const std::string group = invariant ? "in every scenario" : kill.scenario;
    if (group != scenario) out << group << '\n';
    scenario = group;
    std::string end = kill.killed ? "killed" : "SURVIVED";
    if (invariant && !kill.scenario.empty()) end += " in " + kill.scenario;
    if (!kill.remark.empty()) end += ": " + terminal_line(kill.remark, 200);
    line("  " + kill.check, to_string(kill.severity), kill.reference, kill.catcher, kill.caught,
         end);
  }
  for (const Play& play : table.reference_plays) {
    if (play.verdict == Verdict::kPass) continue;
    out << fmt::format("\nreference does not pass {}: {}{}\n", play.scenario,
                       to_string(play.verdict),
                       play.error.empty() ? "" : ": " + terminal_line(play.error, 400));
    for (const CheckResult& check : play.checks) {
      if (check.verdict == Verdict::kPass) continue;
      out << fmt::format("  {} {}: {}\n", to_string(check.verdict), check.id,
                         terminal_line(check.finding.seen, 400));
    }
  }
  if (!table.idle.empty()) {
    out << fmt::format("\nbroken profiles that no check names: {}\n", fmt::join(table.idle, ", "));
  }
  out << fmt::format("\n{}: {} of {} checks are killed by their catchers\n",
                     table.complete() ? "complete" : "NOT complete",
                     table.kills.size() - table.survivors(), table.kills.size());
}

int prove_command(const ProveOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  ProgressLine progress(streams);
  const KillTable table = prove_catalog(catalog, options, progress.shows());
  progress.clear();
  write_kill_table(table, streams.out);
  if (table.has_harness_error) return kHarnessError;
  return table.complete() ? kConformant : kNotConformant;
}

}  // namespace conform::runner
