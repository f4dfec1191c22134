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
#include "runner/plays/recording_scenario.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/results/report_files.hpp"
#include "suites/judge.hpp"

namespace conform::runner {

using clients::ClientSetup;
using clients::load_setups;
using mock::MockOmni;
using mock::records_of_clients;
using mock::World;
using reports::ReportContext;
using reports::terminal_line;

namespace {

constexpr const char* kWatchRow = "watch";
constexpr const char* kWatchTitle = "What a client did in the hands of a person";

const Scenario& whatever() {
  static const Scenario scenario = recording_scenario(kWatchRow, kWatchTitle);
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
std::string first_evidence(const Finding& finding, const Transcript& transcript) {
  if (finding.evidence.empty() || finding.evidence.front() == 0) return {};
  const std::size_t at = finding.evidence.front();
  for (const Entry& entry : transcript.entries_after(at - 1, 1)) {
    const auto* exchange = std::get_if<Exchange>(&entry);
    if (exchange == nullptr) continue;
    return fmt::format("exchange {}, {} {}", at, exchange->request.method,
                       exchange->request.path());
  }
  return {};
}

}  // namespace

void LiveOutput::tell(const World& world, const Transcript& transcript) {
  constexpr std::size_t kAtOnce = 10'000;
  constexpr std::size_t kPage = 16;  // entries that are read at a time: large ones must fit
  judge_.go_on(transcript, kAtOnce);
  // All that was judged, and what came meanwhile.
  know_keys(world, redactor_);
  for (const std::size_t size = transcript.size(); learnt_ < size;) {
    const std::vector<Entry> news = transcript.entries_after(learnt_, kPage);
    redactor_.learn(news);
    learnt_ += news.size();
  }
  for (const LiveJudge::ClientFindings& news : judge_.take_news()) {
    for (std::size_t i = 0; i < news.findings.size(); ++i) {
      const Finding& finding = news.findings[i];
      const bool is_told =
          finding.outcome == Finding::Outcome::kPass || finding.outcome == Finding::Outcome::kFail;
      if (is_told) tell(news.client, invariants()[i], finding, transcript);
    }
  }
  out_ << std::flush;
}

void LiveOutput::tell(const std::string& client, const Check& check, const Finding& finding,
                      const Transcript& transcript) {
  const bool good = finding.outcome == Finding::Outcome::kPass;
  const Told now{finding.outcome, good || finding.evidence.empty() ? 0 : finding.evidence.front()};
  const auto [last, is_new] = told_.try_emplace({client, check.id}, now);
  if (!is_new && last->second == now) return;
  last->second = now;
  const auto line = [](const std::string& text) { return terminal_line(text, kColumns); };
  const std::string who = line(redactor_(client));
  const std::string expected = line(redactor_.own(check.expectation.text));
  if (good) {
    out_ << fmt::format("  ok    {}: {}\n", who, expected);
    return;
  }
  const std::string where = line(redactor_(first_evidence(finding, transcript)));
  out_ << fmt::format("  {}  {}: {}: {}\n        {}{}{}; omni-conform explain {}\n",
                      check.severity == Severity::kShould ? "warn" : "FAIL", who, expected,
                      line(redactor_.sentence(finding.seen)), where, where.empty() ? "" : ": ",
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
  const std::vector<ReportRequest> requests = report_requests(options.reports);
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
    LiveOutput output(streams.out);
    while (!stop.stop_requested()) {
      if (!mock.transcript().wait_beyond(output.told(), stop, std::chrono::hours(1))) continue;
      output.tell(*mock.world(), mock.transcript());
    }
    record = mock.transcript().entries();
    world = mock.world();
  };
  serve(options.serve, streams.out, meanwhile);

  const Run run = watched_run(*world, record);
  ReportContext report_context = catalog.report_context();
  report_context.stories[kWatchRow] = recording_story(kWatchTitle);
  streams.out << '\n';
  write_reports(run, report_context, requests, streams);
  return exit_code_of(run);
}

}  // namespace conform::runner
