#include "runner/commands/wire/watch_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <ostream>
#include <utility>

#include "clients/profile/setups.hpp"
#include "mock_server/control/attribution.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/world/known_keys.hpp"
#include "record/redactor.hpp"
#include "reports/text.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/commands/playing.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/unasked.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/results/report_files.hpp"
#include "suites/judge.hpp"

namespace conform {
namespace {

constexpr const char* kWatchRow = "watch";
constexpr const char* kWatchTitle = "What a client did in the hands of a person";

const Scenario& whatever() {
  static const Scenario scenario = unasked_scenario(kWatchRow, kWatchTitle);
  return scenario;
}

Redactor knowing(const World& world, const std::vector<Entry>& entries) {
  Redactor redactor({});
  know_keys(world, redactor);
  redactor.learn(entries);
  return redactor;
}

constexpr std::size_t kColumns = 400;  // of a text that a client chose

// Which exchange was the first to break a rule, and what it was.
std::string first_evidence(const CheckResult& check, const std::vector<Entry>& record) {
  if (check.finding.evidence.empty()) return {};
  const std::size_t at = check.finding.evidence.front();
  for (const Entry& entry : record) {
    const auto* exchange = std::get_if<Exchange>(&entry);
    if (exchange == nullptr || exchange->number != at) continue;
    return fmt::format("exchange {}, {} {}", at, exchange->request.method,
                       exchange->request.path());
  }
  return {};
}

}  // namespace

void LiveTelling::tell(const World& world, const std::vector<Entry>& entries) {
  const Redactor redactor = knowing(world, entries);
  for (const auto& [client, record] : records_of_clients(entries)) {
    for (const CheckResult& check : judge(whatever(), record, {})) {
      if (check.verdict != Verdict::kNotExercised) tell(client, check, record, redactor);
    }
  }
  out_ << std::flush;
}

void LiveTelling::tell(const std::string& client, const CheckResult& check,
                       const std::vector<Entry>& record, const Redactor& redactor) {
  const bool good = check.verdict == Verdict::kPass;
  const Told now{check.verdict,
                 good || check.finding.evidence.empty() ? 0 : check.finding.evidence.front()};
  const auto [last, is_new] = told_.try_emplace({client, check.id}, now);
  if (!is_new && last->second == now) return;
  last->second = now;
  const auto line = [](const std::string& text) { return terminal_line(text, kColumns); };
  const std::string who = line(redactor(client));
  const std::string expected = line(redactor.own(check.expected));
  if (good) {
    out_ << fmt::format("  ok    {}: {}\n", who, expected);
    return;
  }
  const std::string where = line(redactor(first_evidence(check, record)));
  out_ << fmt::format("  {}  {}: {}: {}\n        {}{}{}; omni-conform explain {}\n",
                      check.verdict == Verdict::kWarn ? "warn" : "FAIL", who, expected,
                      line(redactor.sentence(check.finding.seen)), where, where.empty() ? "" : ": ",
                      check.requirement, check.requirement);
}

Run watched_run(const World& world, const std::vector<Entry>& entries) {
  Run run;
  run.version = CONFORM_VERSION;
  run.scenarios = {kWatchRow};
  const Redactor redactor = knowing(world, entries);
  for (const auto& [client, record] : records_of_clients(entries)) {
    Play play;
    play.scenario = kWatchRow;
    play.title = kWatchTitle;
    play.profile = redactor(client);
    play.checks = judge(whatever(), record, {});
    play.verdict = verdict_of(play.checks);
    play.entries = record;
    redact(play, redactor);
    run.profiles.push_back(play.profile);
    run.plays.push_back(std::move(play));
  }
  return run;
}

int watch_command(const WatchOptions& options, Streams& streams) {
  if (!options.serve.transcript) {
    throw UsageError("--no-transcript: there would be nothing to watch; leave it out");
  }
  const Catalog catalog = load_catalog(fixtures_folder(options.serve.fixtures));
  const std::vector<ReportRequest> requests = parse_report_requests(options.reports);
  const std::vector<ClientSetup> setups = load_setups(catalog.folder / "setups.json");
  std::vector<Entry> record;
  std::shared_ptr<const World> world;
  WhileServing meanwhile;
  meanwhile.introduce = [&](const MockOmni& mock, std::ostream& out) {
    out << "\nWhat to paste into each client\n";
    for (const ClientSetup& setup : setups) write_setup(setup, mock, out);
    out << "\nVerdicts, as they form\n";
  };
  meanwhile.watch = [&](const MockOmni& mock, const std::stop_token& stop) {
    LiveTelling telling(streams.out);
    while (!stop.stop_requested()) {
      if (!mock.transcript().wait_beyond(record.size(), stop, std::chrono::hours(1))) continue;
      record = mock.transcript().entries();
      telling.tell(*mock.world(), record);
    }
    record = mock.transcript().entries();
    world = mock.world();
  };
  serve(options.serve, streams.out, meanwhile);

  const Run run = watched_run(*world, record);
  Telling telling = catalog.telling();
  telling.stories[kWatchRow] = unasked_story(kWatchTitle);
  streams.out << '\n';
  tell(run, telling, requests, streams);
  return exit_code_of(run);
}

}  // namespace conform
