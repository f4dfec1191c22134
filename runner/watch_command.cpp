#include "runner/watch_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <ostream>
#include <utility>

#include "clients/setups.hpp"
#include "mock_server/control/attribution.hpp"
#include "mock_server/mock_omni.hpp"
#include "runner/catalog.hpp"
#include "runner/exit_code.hpp"
#include "runner/installation.hpp"
#include "runner/play.hpp"
#include "runner/playing.hpp"
#include "runner/report_files.hpp"
#include "runner/unasked.hpp"
#include "suites/judge.hpp"

namespace conform {
namespace {

constexpr const char* kWatchRow = "watch";
constexpr const char* kWatchTitle = "What a client did in the hands of a person";

const Scenario& whatever() {
  static const Scenario scenario = unasked_scenario(kWatchRow, kWatchTitle);
  return scenario;
}

// Tells what is new, a line each: that a rule holds, and which exchange was the first to break it.
class LiveTelling {
 public:
  explicit LiveTelling(std::ostream& out) : out_(out) {}

  void tell(const std::vector<Entry>& entries) {
    const Redactor redactor(entries);
    for (const auto& [client, record] : records_of_clients(entries)) {
      for (const CheckResult& check : judge(whatever(), record, {})) {
        if (check.verdict == Verdict::kNotExercised) continue;
        tell(client, check, record, redactor);
      }
    }
    out_ << std::flush;
  }

 private:
  void tell(const std::string& client, const CheckResult& check, const std::vector<Entry>& record,
            const Redactor& redactor) {
    const bool good = check.verdict == Verdict::kPass;
    const std::string line =
        redactor(good ? fmt::format("  ok    {}: {}\n", client, check.expected)
                      : fmt::format("  {}  {}: {}: {}\n        {}{}; omni-conform explain {}\n",
                                    check.verdict == Verdict::kWarn ? "warn" : "FAIL", client,
                                    check.expected, check.finding.seen, exchange_of(check, record),
                                    check.requirement, check.requirement));
    const Told now{check.verdict,
                   good || check.finding.evidence.empty() ? 0 : check.finding.evidence.front()};
    const auto [last, is_new] = told_.try_emplace({client, check.id}, now);
    if (!is_new && last->second == now) return;
    last->second = now;
    out_ << line;
  }

  static std::string exchange_of(const CheckResult& check, const std::vector<Entry>& record) {
    if (check.finding.evidence.empty()) return {};
    const std::size_t at = check.finding.evidence.front();
    for (const Entry& entry : record) {
      const auto* exchange = std::get_if<Exchange>(&entry);
      if (exchange == nullptr || exchange->number != at) continue;
      return fmt::format("exchange {}, {} {}: ", at, exchange->request.method,
                         exchange->request.path());
    }
    return {};
  }

  using Told = std::pair<Verdict, std::size_t>;  // and the exchange that broke the rule

  std::ostream& out_;
  std::map<std::pair<std::string, std::string>, Told> told_;  // by client and check
};

}  // namespace

Run watched_run(const std::vector<Entry>& entries) {
  Run run;
  run.version = CONFORM_VERSION;
  run.scenarios = {kWatchRow};
  const Redactor redactor(entries);
  for (const auto& [client, record] : records_of_clients(entries)) {
    Play play;
    play.scenario = kWatchRow;
    play.title = kWatchTitle;
    play.profile = client;
    play.checks = judge(whatever(), record, {});
    play.verdict = verdict_of(play.checks);
    play.entries = record;
    redact(play, redactor);
    run.profiles.push_back(client);
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
      telling.tell(record);
    }
    record = mock.transcript().entries();
  };
  serve(options.serve, streams.out, meanwhile);

  const Run run = watched_run(record);
  Telling telling = catalog.telling();
  telling.stories[kWatchRow] = unasked_story(kWatchTitle);
  streams.out << '\n';
  tell(run, telling, requests, streams);
  return exit_code_of(run);
}

}  // namespace conform
