// The commands that work on runs which were written earlier: merge, diff, baseline.
#include <memory>

#include "runner/command_line/command.hpp"
#include "runner/command_line/shared_options.hpp"
#include "runner/commands/baseline_command.hpp"
#include "runner/commands/diff_command.hpp"
#include "runner/commands/merge_command.hpp"

namespace conform::runner {
namespace {

Command::Action declare_merge(CLI::App& command) {
  auto merge = std::make_shared<MergeOptions>();
  command.add_option("STREAM", merge->files, "What --stream wrote, of every shard")->required();
  add_reports(command, merge->reports);
  command.add_option("--baseline", merge->baseline, "Failures that are expected")
      ->type_name("FILE");
  add_since(command, merge->since);
  add_bench_result(command, merge->bench);
  add_fixtures(command, merge->fixtures);
  return action(merge, merge_command);
}

Command::Action declare_diff(CLI::App& command) {
  auto diff = std::make_shared<DiffOptions>();
  command.add_option("BEFORE", diff->before, "A JSON report or a stream")->required();
  command.add_option("AFTER", diff->after, "Another one")->required();
  command.add_flag("--json", diff->json, "As JSON");
  return action(diff, diff_command);
}

Command::Action declare_baseline(CLI::App& command) {
  auto update = std::make_shared<BaselineOptions>();
  command.require_subcommand(1);
  CLI::App& parser = *command.add_subcommand(
      "update", "List what fails now; keep the reasons of what still fails, drop the rest");
  parser.add_option("FILE", update->file, "The baseline, YAML or *.json")->required();
  parser.add_option("--from", update->from, "Take this earlier run instead of playing one")
      ->type_name("RUN");
  add_list(parser, "--scenario", update->filters.scenarios,
           "Scenarios by id, glob or folder; all when none is named");
  add_list(parser, "--profile", update->filters.profiles,
           "Profiles by id or glob; every product when none is named");
  add_seed(parser, update->seed);
  add_jobs(parser, update->jobs);
  add_fixtures(parser, update->fixtures);
  return action(update, baseline_update_command);
}

}  // namespace

const Command kMerge{"merge", "Join the streams of shards to one run", declare_merge};
const Command kDiff{"diff", "Say what changed between two runs", declare_diff};
const Command kBaseline{"baseline", "Keep the list of expected failures", declare_baseline};

}  // namespace conform::runner
