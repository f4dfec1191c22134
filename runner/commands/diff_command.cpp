#include "runner/commands/diff_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "foundation/json/json.hpp"
#include "reports/mark.hpp"
#include "reports/text.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/diff.hpp"
#include "runner/results/run_file.hpp"

namespace conform::runner {

using reports::conclusion;
using reports::counted;
using reports::terminal_line;
using reports::wrapped;

namespace {

void head(const char* name, const std::string& file, const Run& run, Streams& streams) {
  streams.out << fmt::format("{}: {} (omni-conform {}, seed {}): {}: {}\n", name,
                             terminal_line(file, 400), terminal_line(run.version, 40), run.seed,
                             conclusion(run), counted(run.plays));
}

template <typename Wanted>
void group(std::string_view title, const std::vector<VerdictChange>& changes, Wanted wanted,
           Streams& streams) {
  std::size_t count = 0;
  for (const VerdictChange& change : changes) {
    if (!wanted(change)) continue;
    if (count++ == 0) streams.out << '\n' << title << '\n';
    std::string line =
        fmt::format("{} x {}, {}: {} -> {}", change.scenario, change.profile,
                    change.check.empty() ? "the play" : change.check, change.before, change.after);
    if (change.newly_red && !change.seen.empty()) line += ": " + change.seen;
    streams.out << "  " << wrapped(terminal_line(line, 600), streams.width, 6, 2) << '\n';
  }
}

Json json_of(const std::string& file, const Run& run) {
  return {{"file", file},
          {"version", run.version},
          {"seed", run.seed},
          {"conclusion", conclusion(run)},
          {"plays", run.plays.size()}};
}

Json json_of(const VerdictChange& change) {
  return {{"scenario", change.scenario},
          {"profile", change.profile},
          {"check", change.check},
          {"before", change.before},
          {"after", change.after},
          {"newly_red", change.newly_red},
          {"no_longer_red", change.no_longer_red},
          {"seen", change.seen}};
}

Json json_of(const std::vector<VerdictChange>& changes) {
  Json list = Json::array();
  for (const VerdictChange& change : changes) list.push_back(json_of(change));
  return list;
}

}  // namespace

int diff_command(const DiffOptions& options, Streams& streams) {
  const Run before = load_run(options.before);
  const Run after = load_run(options.after);
  const std::vector<VerdictChange> changes = changes_between(before, after);
  const std::vector<std::string> missing = missing_plays(before, after);
  const auto is_broken = [](const VerdictChange& one) { return one.newly_red; };
  const bool worse = !missing.empty() || std::ranges::any_of(changes, is_broken);
  if (options.json) {
    const Json document = {{"before", json_of(options.before, before)},
                           {"after", json_of(options.after, after)},
                           {"changes", json_of(changes)},
                           {"no_longer_played", missing}};
    streams.out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    return worse ? kNotConformant : kConformant;
  }
  head("before", options.before, before, streams);
  head("after ", options.after, after, streams);
  group("Newly broken", changes, is_broken, streams);
  group(
      "No longer broken", changes, [](const VerdictChange& one) { return one.no_longer_red; },
      streams);
  group(
      "Changed", changes,
      [](const VerdictChange& one) { return !one.newly_red && !one.no_longer_red; }, streams);
  if (!missing.empty()) streams.out << "\nNo longer played\n";
  for (const std::string& play : missing) streams.out << "  " << terminal_line(play, 200) << '\n';
  if (changes.empty() && missing.empty()) streams.out << "\nNothing changed.\n";
  return worse ? kNotConformant : kConformant;
}

}  // namespace conform::runner
