#include "runner/commands/grade_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "foundation/http/url.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/commands/playing.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/recording_scenario.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"
#include "runner/program/shell_line.hpp"
#include "runner/results/report_files.hpp"
#include "suites/judge.hpp"
#include "suites/record.hpp"

namespace conform::runner {

using clients::Capture;
using clients::complete;
using clients::read_captures;
using clients::Roles;
using reports::ReportContext;

namespace {

constexpr const char* kCaptureRow = "capture";

Roles roles_from(const std::vector<std::string>& texts) {
  Roles roles;
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    const auto url = Url::parse(text.substr(0, equals));
    if (equals == std::string::npos || !url || !url->is_http() || equals + 1 == text.size()) {
      throw UsageError(
          fmt::format("--origin {}: must be an origin and what it is: "
                      "https://callbacks.omniapp.co=callbacks, or "
                      "https://acme.omniapp.co=acme with the organization's id",
                      text));
    }
    roles[url->origin()] = text.substr(equals + 1);
  }
  return roles;
}

const Scenario* scenario_of(const std::string& id) {
  if (id.empty()) return nullptr;
  const Scenario* scenario = find_scenario(id);
  if (scenario == nullptr)
    throw unknown_name("scenario", id, scenario_ids(all_scenarios()), "list scenarios");
  return scenario;
}

const Scenario& anything() {
  static const Scenario whatever =
      recording_scenario(kCaptureRow, "What a recorded client did, whatever it was");
  return whatever;
}

// A check that was not exercised because no recording shows what it judges is not applicable.
void excuse(CheckResult& check) {
  if (check.verdict != Verdict::kNotExercised) return;
  if (!check.finding.seen.starts_with(record::kNotInCapture)) return;
  check.verdict = Verdict::kNotApplicable;
  check.reason = check.finding.seen;
}

std::vector<Capture> captures_of(const std::vector<std::string>& files) {
  std::vector<Capture> all;
  for (const std::string& file : files) {
    try {
      std::vector<Capture> captures = read_captures(file);
      std::ranges::move(captures, std::back_inserter(all));
    } catch (const std::runtime_error& error) {
      throw UsageError(error.what());
    }
  }
  // Two files may have one name in two folders.
  std::set<std::string> names;
  for (Capture& capture : all) {
    const std::string name = capture.name;
    for (int more = 2; !names.insert(capture.name).second; ++more)
      capture.name = fmt::format("{} ({})", name, more);
  }
  return all;
}

std::string replay_of(const GradeOptions& options, const std::string& file) {
  std::vector<std::string> words = {"omni-conform", "grade", file};
  for (const std::string& origin : options.origins) words.insert(words.end(), {"--origin", origin});
  if (!options.scenario.empty()) words.insert(words.end(), {"--scenario", options.scenario});
  return shell_line(words);
}

}  // namespace

Play grade(Capture capture, const Roles& roles, const Scenario* scenario) {
  const Scenario& played = scenario == nullptr ? anything() : *scenario;
  Play play;
  play.scenario = played.id;
  play.title = played.title;
  play.profile = capture.name;
  play.entries.reserve(capture.entries.size() + 1);
  play.entries.emplace_back(Note{0, {}, Note::Kind::kHarness, std::string(record::kCaptureRemark)});
  std::ranges::move(capture.entries, std::back_inserter(play.entries));
  complete(play.entries, roles);
  play.checks = judge(played, play.entries, {});
  std::ranges::for_each(play.checks, excuse);
  play.verdict = verdict_of(play.checks);
  redact(play, Redactor(play.entries));
  return play;
}

int grade_command(const GradeOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  const Scenario* scenario = scenario_of(options.scenario);
  const Roles roles = roles_from(options.origins);
  const std::vector<ReportRequest> requests = report_requests(options.reports);

  Run run;
  run.version = CONFORM_VERSION;
  run.scenarios = {scenario == nullptr ? std::string(kCaptureRow) : scenario->id};
  for (Capture& capture : captures_of(options.files)) {
    run.profiles.push_back(capture.name);
    run.plays.push_back(grade(std::move(capture), roles, scenario));
  }
  if (options.files.size() == run.plays.size()) {
    for (std::size_t at = 0; at < options.files.size(); ++at)
      run.replays[run.plays[at].profile] = replay_of(options, options.files[at]);
  }
  ReportContext report_context = catalog.report_context();
  report_context.stories[kCaptureRow] = recording_story(anything().title);
  write_reports(run, report_context, requests, streams);
  return exit_code_of(run);
}

}  // namespace conform::runner
