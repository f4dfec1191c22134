#include "runner/commands/merge_command.hpp"

#include <fmt/format.h>

#include <map>
#include <ostream>
#include <set>

#include "reports/text.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/commands/playing.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/results/assemble.hpp"
#include "runner/results/report_files.hpp"

namespace conform::runner {

using reports::ReportContext;
using reports::terminal_line;

namespace {

// What all parts of one run have in common.
RunHead common_part(RunHead head) {
  head.shard.index = 1;
  head.cells.clear();
  return head;
}

void need_one_run(const std::vector<NamedStream>& streams) {
  for (const NamedStream& one : streams) {
    if (common_part(one.stream.head) == common_part(streams.front().stream.head)) continue;
    throw UsageError(fmt::format(
        "{} and {} are not parts of one run: version, seed, selection, filters and the number of "
        "shards must be the same.",
        streams.front().file, one.file));
  }
}

std::string absent_shards(const std::vector<NamedStream>& streams) {
  const std::size_t count = streams.front().stream.head.shard.count;
  std::set<std::size_t> given;
  for (const NamedStream& one : streams) given.insert(one.stream.head.shard.index);
  std::string absent;
  for (std::size_t index = 1; index <= count; ++index) {
    if (given.contains(index)) continue;
    absent.append(absent.empty() ? "" : ", ").append(Shard{index, count}.text());
  }
  return absent;
}

Play not_played(const Cell& cell, std::string why) {
  Play play;
  play.scenario = cell.scenario;
  play.profile = cell.profile;
  play.verdict = Verdict::kHarnessError;
  play.error = std::move(why);
  return play;
}

}  // namespace

Merged merged(std::vector<NamedStream> streams) {
  need_one_run(streams);
  Merged result;
  result.head = common_part(streams.front().stream.head);
  std::map<Cell, std::string> promised;  // cell -> the stream that should hold it
  std::set<Cell> played;
  std::size_t repeated = 0;
  for (const NamedStream& one : streams) {
    const std::vector<Cell> cells = cells_of(one.stream.head);
    for (const std::size_t at : one.stream.head.cells) promised[cells[at]] = one.file;
    for (const Play& play : one.stream.plays) {
      repeated += played.insert({play.scenario, play.profile}).second ? 0 : 1;
    }
  }
  if (repeated > 0) {
    result.remarks.push_back(
        fmt::format("{} plays are there more than once; the last of them counts.", repeated));
  }

  const std::string absent = absent_shards(streams);
  std::map<std::string, std::size_t> missing;  // why -> how many
  for (const Cell& cell : cells_of(result.head)) {
    if (played.contains(cell)) continue;
    const auto promise = promised.find(cell);
    std::string why = promise != promised.end() ? fmt::format("{} ends before it", promise->second)
                      : absent.empty() ? std::string("no shard has it; were they split alike?")
                                       : fmt::format("missing is shard {}", absent);
    ++missing[why];
    result.plays.push_back(not_played(cell, "was not played: " + why));
  }
  for (const auto& [why, count] : missing) {
    result.remarks.push_back(fmt::format("{} plays are missing: {}.", count, why));
  }
  for (NamedStream& one : streams) {
    for (Play& play : one.stream.plays) result.plays.push_back(std::move(play));
  }
  result.head.shard = {};
  return result;
}

int merge_command(const MergeOptions& options, Streams& streams) {
  const ReportPlan plan = plan_of(options);
  std::vector<NamedStream> parts;
  parts.reserve(options.files.size());
  for (const std::string& file : options.files) parts.push_back({file, read_stream(file)});
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));

  Merged whole = merged(std::move(parts));
  ReportContext report_context = catalog.report_context();
  for (Play& play : whole.plays) {
    if (play.title.empty()) play.title = report_context.stories[play.scenario].title;
  }
  Run run = assembled(whole.head, std::move(whole.plays));
  hold_against(plan, run, true, report_context);
  write_reports(run, report_context, plan.requests, streams);
  for (const std::string& remark : whole.remarks)
    streams.err << terminal_line(remark, 1000) << '\n';
  return exit_code_of(run);
}

}  // namespace conform::runner
