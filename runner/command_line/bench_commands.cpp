// The command that measures: bench.
#include <memory>

#include "runner/command_line/command.hpp"
#include "runner/command_line/shared_options.hpp"
#include "runner/commands/bench/bench_command.hpp"

namespace conform::runner {
namespace {

constexpr std::size_t kMostConcurrency = 1024;

// Servers that bench did not start.
void add_places(CLI::App& command, BenchOptions& bench) {
  command
      .add_option("--target", bench.target,
                  "An MCP URL for an API key; without it a mock of our own")
      ->type_name("URL");
  command.add_option("--key", bench.key, "An API key for the target")->envname("OMNI_CONFORM_KEY");
  command.add_option("--viewer-key", bench.viewer_key, "A key that may not query");
  command.add_flag("--tls", bench.tls, "Our own mock speaks TLS");
  command.add_option("--oauth", bench.oauth_url, "An MCP URL on loopback to connect to by OAuth")
      ->type_name("URL");
  command.add_option("--sign-in", bench.sign_in, "Where its person signs in first, by form")
      ->type_name("URL");
  command.add_option("--email", bench.email, "Who signs in there");
  command.add_option("--password", bench.password, "… and with which password");
  command
      .add_option("--tls-authority", bench.tls_authority,
                  "Who signs the certificate of a target on loopback (PEM)")
      ->type_name("FILE");
  command
      .add_option("--confirm-host", bench.confirm_host,
                  "The host of a target on another machine: you may measure it, a little")
      ->type_name("HOST");
}

// How much load, and for how long.
void add_load(CLI::App& command, BenchOptions& bench) {
  command.add_option("-c,--concurrency", bench.concurrency, "So many operations at a time")
      ->check(CLI::Range(std::size_t{1}, kMostConcurrency))
      ->capture_default_str();
  command.add_option("--rate", bench.rate, "Open loop: so many operations begin each second")
      ->check(CLI::Range(0.001, 1e6));
  command.add_option("--warm-up", bench.warm_up, "Seconds that do not count")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  command.add_option("--duration", bench.duration, "Seconds of each repetition")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command.add_option("--repetitions", bench.repetitions, "How often each is measured, in turns")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000}))
      ->capture_default_str();
}

void add_results(CLI::App& command, BenchOptions& bench) {
  command.add_option("--json", bench.json, "Write the result as JSON; - for standard output")
      ->type_name("FILE");
  command.add_option("--hgrm", bench.hgrm, "Write a percentile distribution an operation")
      ->type_name("FOLDER");
  command.add_option("--plot", bench.plot, "Draw the result as one page that needs no network")
      ->type_name("FILE");
  command
      .add_option(
          "--connections", bench.connections,
          "Also measure with so many connections, as in 1,4,16,64,256: what is named, or pickModel")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->check(CLI::Range(std::size_t{1}, kMostConcurrency));
  command
      .add_option(
          "--exchanges", bench.exchanges,
          "Also measure while so many are recorded, as in 1000,100000: what is named, or pickModel")
      ->allow_extra_args(false)
      ->delimiter(',');
  auto* compare = command.add_option("--compare", bench.compare, "A result that --json wrote")
                      ->type_name("FILE");
  command
      .add_option("--against", bench.against,
                  "Another omni-conform: both serve and are measured in turns, pair by pair")
      ->type_name("PROGRAM")
      ->excludes(compare);
  add_list(command, "--fail-if", bench.fail_if,
           "With --compare or --against: METRIC>+N%, as in p99>+20%");
}

Command::Action declare_bench(CLI::App& command) {
  auto bench = std::make_shared<BenchOptions>();
  command.add_option("OPERATION", bench->operations,
                     "What to measure; everything when none is named");
  add_places(command, *bench);
  add_load(command, *bench);
  add_results(command, *bench);
  add_fixtures(command, bench->fixtures);
  return action(bench, bench_command);
}

}  // namespace

const Command kBench{"bench", "Measure how long operations take", declare_bench};

}  // namespace conform::runner
