#include "runner/commands/bench/bench_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <ostream>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>

#include "bench/measure/bench_result.hpp"
#include "bench/measure/operations.hpp"
#include "bench/measure/paired.hpp"
#include "bench/measure/profile_cost.hpp"
#include "bench/measure/served_mock.hpp"
#include "foundation/files/atomic_file.hpp"
#include "record/redactor.hpp"
#include "reports/plots.hpp"
#include "runner/commands/bench/bench_measuring.hpp"
#include "runner/commands/bench/bench_output.hpp"
#include "runner/commands/bench/bench_target.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"

namespace conform::runner {

using bench::all_measurables;
using bench::BenchResult;
using bench::BenchRow;
using bench::find_measurable;
using bench::LoadResult;
using bench::Measurable;
using bench::profile_cost;
using bench::ProfileCost;
using bench::read_bench_result;
using bench::read_tolerance;
using bench::resident_bytes_at;
using bench::ServedMock;
using bench::Sweep;
using bench::SweepServer;
using bench::Target;
using bench::Tolerance;
using clients::load_profiles;
using mock::Fixtures;
using mock::load_world;
using mock::World;
using reports::write_bench_page;

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
  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  sigset_t interrupt_{};
  sigset_t before_{};
  std::stop_source stop_;
  std::thread waiter_;
};

constexpr std::string_view kProfiles = "profiles";

struct Choice {
  std::vector<const Measurable*> operations;
  bool profiles = false;
};

Choice chosen(const BenchOptions& options, const Target& target, bool is_own) {
  std::vector<std::string> known{std::string(kProfiles)};
  for (const Measurable& measurable : all_measurables()) known.push_back(measurable.name);
  Choice choice;
  for (const std::string& name : options.operations) {
    if (name == kProfiles) {
      choice.profiles = true;
      continue;
    }
    const Measurable* measurable = find_measurable(name);
    if (measurable == nullptr) throw unknown_name("operation", name, known);
    if (!measurable->possible_at(target)) {
      throw UsageError(fmt::format("{} needs {}", name,
                                   measurable->needs_oauth
                                       ? "--oauth, an MCP URL on loopback"
                                       : "--target with --key or --viewer-key"));
    }
    choice.operations.push_back(measurable);
  }
  if (!options.operations.empty()) return choice;
  choice.profiles = is_own;
  for (const Measurable& measurable : all_measurables()) {
    if (measurable.possible_at(target)) choice.operations.push_back(&measurable);
  }
  return choice;
}

std::string own_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

std::vector<ProfileCost> profile_costs(const std::filesystem::path& folder,
                                       const std::stop_token& stop) {
  const auto fixtures = std::make_shared<const Fixtures>(folder);
  const World world = load_world(folder / "worlds" / "acme.json");
  std::vector<ProfileCost> costs;
  for (const auto& [id, profile] : load_profiles(folder / "clients")) {
    if (stop.stop_requested()) break;
    if (profile.kind == "product" || profile.kind == "reference") {
      costs.push_back(profile_cost(profile, world, fixtures));
    }
  }
  return costs;
}

// Each point of a sweep gets a server process of its own, so that its memory can be measured. When
// a target was named, that server is used; its memory is known only when it is a mock of ours.
std::vector<Sweep> sweeps(const BenchOptions& options, const std::vector<const Measurable*>& of,
                          const Target& target, bool is_own, Measuring& measuring) {
  if (options.connections.empty() && options.exchanges.empty()) return {};
  std::unique_ptr<ServedMock> served;
  SweepServer server;
  const Target* const given = &target;
  server.fresh = [&, given]() -> const Target& {
    if (!is_own) return *given;
    served.reset();
    served = std::make_unique<ServedMock>(
        own_program(),
        std::vector<std::string>{"--fixtures", fixtures_folder(options.fixtures).string()});
    return served->target();
  };
  server.resident_bytes = [&] {
    return served ? served->resident() : resident_bytes_at(target.key_url);
  };
  // Each point takes long, so one operation is measured when none was named.
  const Measurable* const usual = find_measurable("pickModel");
  return measuring.sweeps(options.operations.empty() && usual->possible_at(target)
                              ? std::vector<const Measurable*>{usual}
                              : of,
                          server);
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  if (const int error = write_whole_file(file.string(), text); error != 0) {
    throw std::runtime_error(fmt::format("{} could not be written: {}", file.string(),
                                         std::generic_category().message(error)));
  }
}

void write_results(const BenchOptions& options, const BenchResult& result, Streams& streams) {
  if (options.json == "-") {
    streams.out << to_json(result).dump(2) << '\n';
  } else if (!options.json.empty()) {
    write_file(options.json, to_json(result).dump(2) + '\n');
  }
  if (!options.plot.empty()) {
    std::ostringstream page;
    write_bench_page(result, page);
    write_file(options.plot, page.str());
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

template <class Compared>
int judged(const std::vector<Compared>& comparisons, Streams& streams) {
  print(comparisons, streams.out);
  const bool worse = std::ranges::any_of(comparisons, &Compared::exceeds);
  return worse ? kNotConformant : kConformant;
}

// What the options ask for, read before anything is measured.
struct Expectations {
  std::vector<Tolerance> tolerances;
  std::optional<BenchResult> before;
};

Expectations expectations_of(const BenchOptions& options) {
  Expectations result;
  try {
    for (const std::string& text : options.fail_if) {
      result.tolerances.push_back(read_tolerance(text));
    }
    if (!options.compare.empty()) result.before = read_bench_result(options.compare);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
  return result;
}

BenchResult head_of(const BenchOptions& options, std::string target) {
  BenchResult result;
  result.version = CONFORM_VERSION;
  result.target = std::move(target);
  result.concurrency = options.concurrency;
  result.rate = options.rate.value_or(0);
  return result;
}

// Both sides are processes of their own. A server inside this process would not be comparable.
int measure_against(const BenchOptions& options, const std::vector<Tolerance>& tolerances,
                    Streams& streams) {
  if (!options.target.empty() || options.tls || !options.connections.empty() ||
      !options.exchanges.empty()) {
    throw UsageError("--against measures two mocks: leave --target, --tls and sweeps out");
  }
  ServedMock base(options.against);
  ServedMock now(own_program(), {"--fixtures", fixtures_folder(options.fixtures).string()});
  const Target base_target = base.target();
  const Target now_target = now.target();
  const InterruptStops interrupt;
  BenchResult before = head_of(options, options.against);
  BenchResult result = head_of(options, "this omni-conform, served");
  {
    Measuring measuring(options, interrupt.token(), streams);
    const Choice choice = chosen(options, now_target, true);
    Measuring::Sides sides = measuring.sides(choice.operations, base_target, now_target);
    before.rows = std::move(sides.base);
    result.rows = std::move(sides.now);
  }
  if (options.json != "-") {
    print(before, streams.out);
    streams.out << '\n';
    print(result, streams.out);
  }
  write_results(options, result, streams);
  return judged(compare_paired(before, result, tolerances), streams);
}

// A server may say the credentials that it was asked with.
Redactor secrets_of(const BenchOptions& options) {
  Redactor redactor({});
  for (const std::string* key : {&options.key, &options.viewer_key}) {
    if (!key->empty()) redactor.know(*key, "api_key");
  }
  if (!options.password.empty()) redactor.know(options.password, "password");
  return redactor;
}

void redact(BenchResult& result, const Redactor& redactor) {
  for (BenchRow& row : result.rows) {
    for (LoadResult& repetition : row.repetitions) {
      const auto errors = std::exchange(repetition.errors, {});
      for (const auto& [kind, count] : errors) repetition.failed(redactor(kind), count);
    }
  }
}

// Measuring takes minutes, which a file that cannot be written would lose.
void require_places(const BenchOptions& options) {
  const auto require = [](const char* option, const std::string& file) {
    const std::string obstacle =
        file.empty() || file == "-" ? std::string() : obstacle_to_writing(file);
    if (!obstacle.empty()) throw UsageError(fmt::format("{} {}: {}", option, file, obstacle));
  };
  require("--json", options.json);
  require("--plot", options.plot);
}

}  // namespace

int bench_command(const BenchOptions& given, Streams& streams) {
  BenchOptions options = given;
  require_places(options);
  const Expectations expected = expectations_of(options);
  if (!options.against.empty()) return measure_against(options, expected.tolerances, streams);
  const bool is_own = options.target.empty() && options.oauth_url.empty();
  const std::filesystem::path fixtures = fixtures_folder(options.fixtures);
  std::unique_ptr<OwnMock> own;
  if (is_own) own = std::make_unique<OwnMock>(fixtures, options.tls);
  const Target target = own ? own->target() : foreign_target(options);
  const Choice choice = chosen(options, target, is_own);

  BenchResult result =
      head_of(options, own ? "our own mock" : std::max(options.target, options.oauth_url));
  const Redactor redactor = secrets_of(options);
  try {
    const InterruptStops interrupt;
    Measuring measuring(options, interrupt.token(), streams);
    result.rows = measuring.rows(choice.operations, target);
    result.sweeps = sweeps(options, choice.operations, target, is_own, measuring);
    if (choice.profiles) result.profiles = profile_costs(fixtures, interrupt.token());
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(redactor(error.what()));
  }
  redact(result, redactor);
  if (options.json != "-") print(result, streams.out);
  write_results(options, result, streams);
  if (!expected.before) return kConformant;
  return judged(compare(*expected.before, result, expected.tolerances), streams);
}

}  // namespace conform::runner
