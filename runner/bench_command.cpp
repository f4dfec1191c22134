#include "runner/bench_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>
#include <thread>

#include "bench/bench_result.hpp"
#include "bench/operations.hpp"
#include "clients/http_connection.hpp"
#include "mock_server/http/server.hpp"
#include "runner/exit_code.hpp"
#include "runner/installation.hpp"
#include "runner/nearest.hpp"

namespace conform {
namespace {

// Ctrl-C ends the measuring, not the program: what was measured is shown.
class InterruptStops {
 public:
  InterruptStops() {
    sigemptyset(&interrupt_);
    sigaddset(&interrupt_, SIGINT);
    sigaddset(&interrupt_, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &interrupt_, &before_);
    waiter_ = std::thread([this] {
      int signal = 0;
      sigwait(&interrupt_, &signal);
      if (signal == SIGINT) stop_.request_stop();
    });
  }
  ~InterruptStops() {
    pthread_kill(waiter_.native_handle(), SIGUSR1);
    waiter_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  InterruptStops(const InterruptStops&) = delete;
  InterruptStops& operator=(const InterruptStops&) = delete;
  std::stop_token token() const { return stop_.get_token(); }

 private:
  sigset_t interrupt_{};
  sigset_t before_{};
  std::stop_source stop_;
  std::thread waiter_;
};

// Our own mock, in this process, over real sockets.
struct OwnMock {
  explicit OwnMock(const std::filesystem::path& folder)
      : fixtures(std::make_shared<const Fixtures>(folder)),
        mock(load_world(folder / "worlds" / "acme.json"), fixtures, std::make_shared<SystemClock>(),
             1),
        server(mock) {}
  Target target() {
    const auto world = mock.world();
    return {mock.key_url("acme"), world->key("acme_querier_key")->secret,
            world->key("acme_viewer_key")->secret, &mock};
  }
  std::shared_ptr<const Fixtures> fixtures;
  MockOmni mock;
  HttpServer server;
};

Target foreign_target(const BenchOptions& options) {
  const auto url = Url::parse(options.target);
  if (!url || url->scheme != "http" || !url->is_loopback()) {
    throw UsageError(fmt::format(
        "--target must be an http URL on loopback, as in http://127.0.0.1:8000/mcp/https, but is "
        "\"{}\"",
        options.target));
  }
  if (options.key.empty()) throw UsageError("--target needs --key, an API key of that server");
  return {options.target, options.key, options.viewer_key, nullptr};
}

std::vector<const Measurable*> chosen(const BenchOptions& options, const Target& target) {
  std::vector<std::string> known;
  for (const Measurable& measurable : all_measurables()) known.push_back(measurable.name);
  std::vector<const Measurable*> result;
  for (const std::string& name : options.operations) {
    const Measurable* measurable = find_measurable(name);
    if (measurable == nullptr) throw unknown_name("operation", name, known);
    if (measurable->needs_mock && target.mock == nullptr) {
      throw UsageError(name + " needs our own mock: leave --target out");
    }
    result.push_back(measurable);
  }
  if (!options.operations.empty()) return result;
  for (const Measurable& measurable : all_measurables()) {
    const bool possible = (!measurable.needs_mock || target.mock != nullptr) &&
                          (measurable.name != "refused-viewer" || !target.viewer_key.empty());
    if (possible) result.push_back(&measurable);
  }
  return result;
}

LoadPlan plan_of(const BenchOptions& options) {
  const auto milliseconds = [](double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  };
  LoadPlan plan;
  plan.concurrency = options.concurrency;
  plan.rate = options.rate;
  plan.warm_up = milliseconds(options.warm_up);
  plan.duration = milliseconds(options.duration);
  return plan;
}

// Repetitions take turns: what disturbs the machine for a while disturbs all operations alike.
std::vector<BenchRow> measure(const BenchOptions& options,
                              const std::vector<const Measurable*>& measurables,
                              const Target& target, Streams& streams) {
  const InterruptStops interrupt;
  std::vector<BenchRow> rows(measurables.size());
  for (std::size_t round = 0; round < options.repetitions; ++round) {
    for (std::size_t i = 0; i < measurables.size(); ++i) {
      if (interrupt.token().stop_requested()) break;
      const Measurable& measurable = *measurables[i];
      const auto progress = [&](std::uint64_t operations, double share) {
        if (!streams.progress) return;
        streams.err << fmt::format("\r\x1b[K{} of {}  {}  {:.0f} %  {} operations", round + 1,
                                   options.repetitions, measurable.name, share * 100, operations)
                    << std::flush;
      };
      rows[i].operation = measurable.name;
      rows[i].repetitions.push_back(run_load(
          plan_of(options), [&] { return measurable.make(target, measurable.name); },
          interrupt.token(), progress));
    }
  }
  if (streams.progress) streams.err << "\r\x1b[K" << std::flush;
  std::erase_if(rows, [](const BenchRow& row) { return row.repetitions.empty(); });
  return rows;
}

std::string milliseconds(double us) { return fmt::format("{:.3f}", us / 1000); }

void print(const BenchResult& result, std::ostream& out) {
  out << fmt::format(
      "{} {}, {}; milliseconds, medians of {} repetitions\n\n", result.target,
      result.rate > 0 ? fmt::format("open loop at {:g} a second", result.rate) : "closed loop",
      fmt::format("{} at a time", result.concurrency),
      result.rows.empty() ? 0 : result.rows.front().repetitions.size());
  out << fmt::format("{:<17}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>10}{:>7}{:>7}{:>8}{:>9}{:>9}\n",
                     "operation", "p50", "p90", "p99", "±p99", "p99.9", "max", "per s", "errors",
                     "trips", "bytes", "connect", "answer");
  for (const BenchRow& row : result.rows) {
    const LoadResult total = row.total();
    const auto each = [&total](double sum) {
      return total.succeeded > 0 ? sum / static_cast<double>(total.succeeded) : 0;
    };
    const auto each_ms = [&each](std::chrono::nanoseconds sum) {
      return milliseconds(each(std::chrono::duration<double, std::micro>(sum).count()));
    };
    std::uint64_t errors = 0;
    for (const auto& [kind, count] : total.errors) errors += count;
    const auto at = [&row](double percentile) {
      return milliseconds(static_cast<double>(row.median_us(percentile)));
    };
    out << fmt::format(
        "{:<17}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>10.0f}{:>7}{:>7.1f}{:>8.0f}{:>9}{:>9}\n",
        row.operation, at(50), at(90), at(99), milliseconds(static_cast<double>(row.spread_us(99))),
        at(99.9), at(100), row.median_rate(), errors,
        each(static_cast<double>(total.cost.round_trips)),
        each(static_cast<double>(total.cost.bytes_sent + total.cost.bytes_received)),
        each_ms(total.cost.connect + total.cost.tls), each_ms(total.cost.first_byte));
    for (const auto& [kind, count] : total.errors) out << fmt::format("    {} x {}\n", count, kind);
  }
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(fmt::format("{} could not be written", file.string()));
}

void write_results(const BenchOptions& options, const BenchResult& result, Streams& streams) {
  if (options.json == "-") {
    streams.out << to_json(result).dump(2) << '\n';
  } else if (!options.json.empty()) {
    write_file(options.json, to_json(result).dump(2) + '\n');
  }
  if (options.hgrm.empty()) return;
  std::filesystem::create_directories(options.hgrm);
  for (const BenchRow& row : result.rows) {
    std::string name = row.operation;
    std::ranges::replace(name, '/', '_');
    std::ostringstream text;
    row.total().latencies.write_hgrm(text);
    write_file(std::filesystem::path(options.hgrm) / (name + ".hgrm"), text.str());
  }
}

int compared(const BenchResult& before, const BenchResult& now,
             const std::vector<Tolerance>& tolerances, Streams& streams) {
  bool fine = true;
  for (const Comparison& one : compare(before, now, tolerances)) {
    streams.out << fmt::format("{} {:<17} {:<6} {:>10.0f} -> {:<10.0f} {:+.1f} %\n",
                               one.exceeds ? "WORSE" : "ok   ", one.operation, one.metric,
                               one.before, one.now, one.percent);
    fine = fine && !one.exceeds;
  }
  return fine ? kConformant : kNotConformant;
}

}  // namespace

int bench_command(const BenchOptions& options, Streams& streams) {
  std::vector<Tolerance> tolerances;
  std::optional<BenchResult> before;
  try {
    for (const std::string& text : options.fail_if) tolerances.push_back(read_tolerance(text));
    if (!options.compare.empty()) before = read_bench_result(options.compare);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
  std::unique_ptr<OwnMock> own;
  if (options.target.empty()) own = std::make_unique<OwnMock>(fixtures_folder(options.fixtures));
  const Target target = own ? own->target() : foreign_target(options);

  BenchResult result;
  result.version = CONFORM_VERSION;
  result.target = own ? "our own mock" : options.target;
  result.concurrency = options.concurrency;
  result.rate = options.rate.value_or(0);
  result.rows = measure(options, chosen(options, target), target, streams);
  if (options.json != "-") print(result, streams.out);
  write_results(options, result, streams);
  return before ? compared(*before, result, tolerances, streams) : kConformant;
}

}  // namespace conform
