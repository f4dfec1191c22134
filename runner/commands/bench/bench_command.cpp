#include "runner/commands/bench/bench_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <ostream>
#include <thread>
#include <utility>

#include "bench/measure/bench_result.hpp"
#include "bench/measure/operations.hpp"
#include "bench/measure/paired.hpp"
#include "bench/measure/profile_cost.hpp"
#include "bench/measure/served_mock.hpp"
#include "record/redactor.hpp"
#include "runner/commands/bench/bench_measuring.hpp"
#include "runner/commands/bench/bench_output.hpp"
#include "runner/commands/bench/own_mock.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using bench::BenchResult;
using bench::BenchRow;
using bench::LoadResult;
using bench::profile_cost;
using bench::ProfileCost;
using bench::resident_bytes_at;
using bench::ServedMock;
using bench::Sweep;
using bench::SweepServer;
using bench::Target;
using clients::load_profiles;
using mock::Fixtures;
using mock::load_world;
using mock::World;

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

std::unique_ptr<ServedMock> this_program_served(const BenchPlan& plan) {
  return std::make_unique<ServedMock>(
      std::filesystem::read_symlink("/proc/self/exe").string(),
      std::vector<std::string>{"--fixtures", plan.fixtures.string()});
}

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
std::vector<Sweep> sweeps(const BenchPlan& plan, Measuring& measuring) {
  if (plan.sizes.has_none()) return {};
  std::unique_ptr<ServedMock> served;
  SweepServer server;
  server.fresh = [&]() -> const Target& {
    if (plan.elsewhere) return *plan.elsewhere;
    served.reset();
    served = this_program_served(plan);
    return served->target();
  };
  server.resident_bytes = [&] {
    return served ? served->resident() : resident_bytes_at(plan.elsewhere->key_url);
  };
  return measuring.sweeps(server);
}

template <class Compared>
int judged(const std::vector<Compared>& comparisons, Streams& streams) {
  print(comparisons, streams.out);
  const bool worse = std::ranges::any_of(comparisons, &Compared::exceeds);
  return worse ? kNotConformant : kConformant;
}

BenchResult head_of(const BenchPlan& plan, std::string target) {
  BenchResult result;
  result.version = CONFORM_VERSION;
  result.target = std::move(target);
  result.concurrency = plan.load.concurrency;
  result.rate = plan.load.rate.value_or(0);
  return result;
}

// Both sides are processes of their own. A server inside this process would not be comparable.
int measure_against(const BenchPlan& plan, Streams& streams) {
  ServedMock base(plan.against);
  const auto now = this_program_served(plan);
  const Target base_target = base.target();
  const Target now_target = now->target();
  const InterruptStops interrupt;
  BenchResult before = head_of(plan, plan.against);
  BenchResult result = head_of(plan, "this omni-conform, served");
  {
    Measuring measuring(plan, interrupt.token(), streams);
    Measuring::Sides sides = measuring.sides(base_target, now_target);
    before.rows = std::move(sides.base);
    result.rows = std::move(sides.now);
  }
  if (plan.files.json != "-") {
    print(before, streams.out);
    streams.out << '\n';
    print(result, streams.out);
  }
  write_files(plan.files, result, streams.out);
  return judged(compare_paired(before, result, plan.tolerances), streams);
}

// A server may say the credentials that it was asked with.
Redactor secrets_of(const BenchPlan& plan) {
  Redactor redactor({});
  if (!plan.elsewhere) return redactor;
  for (const std::string* key : {&plan.elsewhere->key, &plan.elsewhere->viewer_key}) {
    if (!key->empty()) redactor.know(*key, "api_key");
  }
  if (!plan.elsewhere->password.empty()) redactor.know(plan.elsewhere->password, "password");
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

BenchResult measure(const BenchPlan& plan, Streams& streams) {
  std::unique_ptr<OwnMock> own;
  if (!plan.elsewhere) own = std::make_unique<OwnMock>(plan.fixtures, plan.tls);
  const Target target = own ? own->target() : *plan.elsewhere;
  BenchResult result =
      head_of(plan, own ? "our own mock" : std::max(target.key_url, target.oauth_url));
  const InterruptStops interrupt;
  Measuring measuring(plan, interrupt.token(), streams);
  result.rows = measuring.rows(target);
  result.sweeps = sweeps(plan, measuring);
  if (plan.profiles) result.profiles = profile_costs(plan.fixtures, interrupt.token());
  return result;
}

}  // namespace

int bench_command(const BenchOptions& options, Streams& streams) {
  const BenchPlan plan = plan_of(options);
  if (!plan.against.empty()) return measure_against(plan, streams);
  const Redactor redactor = secrets_of(plan);
  BenchResult result;
  try {
    result = measure(plan, streams);
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(redactor(error.what()));
  }
  redact(result, redactor);
  if (plan.files.json != "-") print(result, streams.out);
  write_files(plan.files, result, streams.out);
  if (!plan.before) return kConformant;
  return judged(compare(*plan.before, result, plan.tolerances), streams);
}

}  // namespace conform::runner
