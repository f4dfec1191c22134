// The command line of omni-conform. Knows CLI11, as only wire_commands and cli_options do beside
// it, and is the only file that ends the program.
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "reports/text.hpp"
#include "runner/choice/client_file.hpp"
#include "runner/command_line/cli_options.hpp"
#include "runner/command_line/wire_commands.hpp"
#include "runner/commands/baseline_command.hpp"
#include "runner/commands/bench/bench_command.hpp"
#include "runner/commands/clients_command.hpp"
#include "runner/commands/coverage_command.hpp"
#include "runner/commands/diff_command.hpp"
#include "runner/commands/explain_command.hpp"
#include "runner/commands/fidelity_command.hpp"
#include "runner/commands/init_command.hpp"
#include "runner/commands/list_command.hpp"
#include "runner/commands/merge_command.hpp"
#include "runner/commands/prove_command.hpp"
#include "runner/commands/prove_server_command.hpp"
#include "runner/commands/run_command.hpp"
#include "runner/commands/test_command.hpp"
#include "runner/commands/wire/serve_command.hpp"
#include "runner/commands/wire/watch_command.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/streams.hpp"

namespace conform {
namespace {

constexpr std::size_t kMostJobs = 64;
constexpr std::size_t kMostRepeats = 1000;
constexpr std::size_t kMostConcurrency = 1024;

// One value an occurrence, so that what follows is not swallowed; commas separate as well.
CLI::Option* add_list(CLI::App& app, const std::string& name, std::vector<std::string>& into,
                      const std::string& help) {
  return app.add_option(name, into, help)->allow_extra_args(false)->delimiter(',');
}

void add_packages(CLI::App& app, std::string& packages) {
  app.add_option("--packages", packages, "Keep the packages of real clients in this folder")
      ->type_name("FOLDER");
}

void add_seed(CLI::App& app, std::uint64_t& seed) {
  app.add_option("--seed", seed, "The same seed makes the same transcripts")->capture_default_str();
}

void add_jobs(CLI::App& app, std::size_t& jobs) {
  app.add_option("-j,--jobs", jobs, "How many plays run at a time")
      ->check(CLI::Range(std::size_t{1}, kMostJobs))
      ->capture_default_str();
}

void add_repeat(CLI::App& app, std::size_t& repeat) {
  app.add_option("--repeat", repeat,
                 "Play each so many times; a check whose verdict changes is flaky, which is red")
      ->check(CLI::Range(std::size_t{1}, kMostRepeats))
      ->type_name("N")
      ->capture_default_str();
}

void add_client_document_option(CLI::App& app, std::vector<std::string>& documents) {
  app.add_option("--client-document", documents,
                 "A client ID metadata document that the mock is to know, which fetches nothing")
      ->allow_extra_args(false)
      ->type_name("URL=FILE");
}

void add_bench_result(CLI::App& app, std::string& bench) {
  app.add_option("--bench", bench,
                 "What `bench --json` wrote: its plots become part of the HTML report")
      ->type_name("FILE");
}

// What `run` and `test` have in common.
template <class Options>
void add_playing(CLI::App& app, Options& options) {
  app.add_option("SCENARIO", options.filters.scenarios,
                 "Scenarios by id, glob or folder; all when none is named");
  add_list(app, "--requirement", options.filters.requirements,
           "Only checks of this requirement (id or glob)");
  app.add_option_function<std::string>(
         "--severity",
         [&options](const std::string& text) {
           options.filters.severity = text == "must" ? Severity::kMust : Severity::kShould;
         },
         "Only checks of this severity: must or should")
      ->check(CLI::IsMember({"must", "should"}));
  add_reports(app, options.reports);
  app.add_option("--baseline", options.baseline,
                 "Failures that are expected (YAML or JSON): listed ones do not fail the run")
      ->type_name("FILE");
  add_bench_result(app, options.bench);
  app.add_option("--shard", options.shard,
                 "Play part I of N; 'auto' reads what Kubernetes or the CI service set")
      ->type_name("I/N");
  app.add_option("--timings", options.timings,
                 "Split shards by what plays took in this earlier run (JSON report or stream)")
      ->type_name("FILE");
  app.add_option("--stream", options.stream,
                 "Append each play as it finishes; what is there already is not played again")
      ->type_name("FILE");
  add_seed(app, options.seed);
  add_jobs(app, options.jobs);
  add_repeat(app, options.repeat);
  add_fixtures(app, options.fixtures);
}

// What the author of a client says of it.
void add_own_client(CLI::App& app, TestOptions& test) {
  app.add_option("--name", test.name, "What the client is called in reports and baselines")
      ->type_name("NAME");
  app.add_option("--env", test.environment,
                 "A variable for the client, or one of yours to pass on; nothing else of your "
                 "environment is")
      ->allow_extra_args(false)
      ->type_name("NAME[=VALUE]");
  add_list(app, "--without", test.without, "What the client cannot do: " + ability_names())
      ->type_name("ABILITY");
  add_client_document_option(app, test.client_documents);
  app.add_flag("--stdio", test.stdio, "The client speaks MCP on its standard streams");
  app.add_flag("--official", test.official,
               "The client was written for the official conformance suite");
  app.add_option("--timeout", test.timeout, "Give up on a client that is quiet for so long")
      ->check(CLI::Range(0.001, 3600.0))
      ->type_name("SECONDS");
  app.add_option("--most-requests", test.requests, "End a client that sends more in one play")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->type_name("N");
}

// The subcommands that work on runs which were written earlier.
struct RunFiles {
  MergeOptions merge;
  DiffOptions diff;
  BaselineOptions update;
  CLI::App* merge_app = nullptr;
  CLI::App* diff_app = nullptr;
  CLI::App* update_app = nullptr;

  void add_to(CLI::App& app) {
    merge_app = app.add_subcommand("merge", "Join the streams of shards to one run");
    merge_app->add_option("STREAM", merge.files, "What --stream wrote, of every shard")->required();
    add_reports(*merge_app, merge.reports);
    merge_app->add_option("--baseline", merge.baseline, "Failures that are expected")
        ->type_name("FILE");
    add_bench_result(*merge_app, merge.bench);
    add_fixtures(*merge_app, merge.fixtures);

    diff_app = app.add_subcommand("diff", "Say what changed between two runs");
    diff_app->add_option("BEFORE", diff.before, "A JSON report or a stream")->required();
    diff_app->add_option("AFTER", diff.after, "Another one")->required();

    CLI::App& baseline = *app.add_subcommand("baseline", "Keep the list of expected failures");
    baseline.require_subcommand(1);
    update_app = baseline.add_subcommand(
        "update", "List what fails now; keep the reasons of what still fails, drop the rest");
    update_app->add_option("FILE", update.file, "The baseline, YAML or *.json")->required();
    update_app->add_option("--from", update.from, "Take this earlier run instead of playing one")
        ->type_name("RUN");
    add_list(*update_app, "--scenario", update.filters.scenarios,
             "Scenarios by id, glob or folder; all when none is named");
    add_list(*update_app, "--profile", update.filters.profiles,
             "Profiles by id or glob; every product when none is named");
    add_seed(*update_app, update.seed);
    add_jobs(*update_app, update.jobs);
    add_fixtures(*update_app, update.fixtures);
  }
};

#ifdef CONFORM_HAS_SERVE
// An empty secret would ask for none. It comes from a variable that was not set.
CLI::Validator is_not_empty() {
  return {[](const std::string& text) {
            return text.empty() ? std::string("must not be empty: is the variable set?")
                                : std::string();
          },
          ""};
}

// What is served, and how: for `serve` and `watch`.
void add_serving(CLI::App& app, ServeOptions& serve) {
  app.add_option("--port", serve.port, "Port of the callbacks host; 0 picks a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--world", serve.world, "Serve the world of this file")->type_name("FILE");
  app.add_option("--eras", serve.eras, "Speak the handshake era, 2026-07-28, or both")
      ->check(CLI::IsMember({"legacy", "modern", "dual"}));
  app.add_flag("--open", serve.open,
               "Debugging only: ask for no credential. Speaks both eras unless --eras is given");
  add_client_document_option(app, serve.client_documents);
  app.add_option("--case", serve.case_id, "Put the mock into this case; see `list cases`")
      ->type_name("ID");
  auto* no_control =
      app.add_flag("!--no-control", serve.control, "Serve neither the console nor its API");
  auto* secret =
      app.add_option("--control-secret", serve.control_secret,
                     "Ask for this secret at /_mock/: Authorization: Bearer SECRET. Other people "
                     "see a command line; the variable or the file they do not")
          ->envname(kControlSecretVariable)
          ->check(is_not_empty())
          ->excludes(no_control);
  app.add_option("--control-secret-file", serve.control_secret_file,
                 "Take it from the first line of this file")
      ->type_name("FILE")
      ->check(is_not_empty())
      ->excludes(no_control)
      ->excludes(secret);
  auto* no_transcript = app.add_flag("!--no-transcript", serve.transcript,
                                     "Record nothing: shows what recording costs");
  app.add_option("--transcript-memory", serve.transcript_memory,
                 "MiB of what is recorded that stay in memory; the rest goes to a file")
      ->check(CLI::Range(1, 1 << 20))
      ->capture_default_str()
      ->excludes(no_transcript);
  auto* tls = app.add_flag("--tls", serve.tls, "Serve https, Omni's real host names too");
  app.add_option("--tls-folder", serve.tls_folder, "Keep the certificate authority here")
      ->type_name("FOLDER")
      ->needs(tls);
  app.add_option("--seed", serve.seed, "Make secrets from this seed instead of at random");
  add_fixtures(app, serve.fixtures);
}
#endif

// Servers that bench did not start.
void add_bench_places(CLI::App& app, BenchOptions& bench) {
  app.add_flag("--tls", bench.tls, "Our own mock speaks TLS");
  app.add_option("--oauth", bench.oauth_url, "An MCP URL on loopback to connect to by OAuth")
      ->type_name("URL");
  app.add_option("--sign-in", bench.sign_in, "Where its person signs in first, by form")
      ->type_name("URL");
  app.add_option("--email", bench.email, "Who signs in there");
  app.add_option("--password", bench.password, "… and with which password");
  app.add_option("--tls-authority", bench.tls_authority,
                 "Who signs the certificate of a target on loopback (PEM)")
      ->type_name("FILE");
  app.add_option("--confirm-host", bench.confirm_host,
                 "The host of a target on another machine: you may measure it, a little")
      ->type_name("HOST");
}

std::size_t width_of_terminal() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<std::size_t>(size.ws_col, 60, 140);
}

Streams standard_streams() {
  const bool out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const char* summary = std::getenv("GITHUB_STEP_SUMMARY");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  const bool unwanted = no_color != nullptr && *no_color != '\0';
  return {.out = std::cout,
          .err = std::cerr,
          .colour = out_is_terminal && !unwanted && !dumb,
          .progress = ::isatty(STDERR_FILENO) == 1 && !dumb,
          .width = out_is_terminal ? width_of_terminal() : 120,
          .step_summary = summary == nullptr ? "" : summary};
}

// What follows "--" is the command of `test`, whatever it looks like.
std::vector<std::string> take_command(std::vector<std::string>& arguments) {
  const auto dashes = std::ranges::find(arguments, "--");
  if (dashes == arguments.end() || arguments.empty() || arguments.front() != "test") return {};
  std::vector<std::string> command(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return command;
}

int obey(std::vector<std::string> arguments, Streams& streams) {
  CLI::App app("Does an MCP client work with Omni's MCP server, also when Omni says no?",
               "omni-conform");
  app.set_version_flag("--version", "omni-conform " CONFORM_VERSION);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 conformant, 1 not, 2 usage, 3 harness error.");

  RunOptions run;
  CLI::App& run_app = *app.add_subcommand("run", "Play scenarios with scripted client profiles");
  add_playing(run_app, run);
  add_list(run_app, "--profile", run.filters.profiles,
           "Profiles by id or glob; every product when none is named");

  TestOptions test;
  test.command = take_command(arguments);
  CLI::App& test_app = *app.add_subcommand("test", "Play scenarios with a program as the client");
  test_app.footer(
      "omni-conform test [OPTIONS] [SCENARIO...] -- COMMAND...\n"
      "{url} in COMMAND becomes the server's URL; without it the URL comes last.");
  add_playing(test_app, test);
  add_list(test_app, "--client", test.clients,
           "Real clients by name or glob (see `omni-conform clients list`), or the file that "
           "describes yours; conform.yaml in this folder is found by itself")
      ->type_name("NAME|FILE");
  add_own_client(test_app, test);
  add_packages(test_app, test.packages);

  ClientsOptions clients;
  CLI::App& clients_app = *app.add_subcommand("clients", "Install the real clients that we know");
  clients_app.require_subcommand(1);
  CLI::App& clients_list_app =
      *clients_app.add_subcommand("list", "List them, and which are installed");
  CLI::App& clients_install_app = *clients_app.add_subcommand(
      "install", "Install them from npm and PyPI into a folder of ours, and nowhere else");
  for (CLI::App* one : {&clients_list_app, &clients_install_app}) {
    one->add_option("NAME", clients.names, "Clients by name or glob; all when none is named");
    add_packages(*one, clients.packages);
    add_fixtures(*one, clients.fixtures);
  }

  InitOptions init;
  CLI::App& init_app =
      *app.add_subcommand("init", "Write an example of a client, to begin your own with");
  init_app.add_option("LANGUAGE", init.language, "ts, python or go")->required();
  init_app.add_option("FOLDER", init.folder, "A new folder, or an empty one")->required();

  RunFiles files;
  files.add_to(app);

  WireCommands wire;
  wire.add_to(app);

  ListOptions list;
  CLI::App& list_app = *app.add_subcommand("list", "List what can be named");
  list_app.add_option("WHAT", list.what, "scenarios, profiles, requirements, formats or cases");
  add_fixtures(list_app, list.fixtures);

  ExplainOptions explain;
  CLI::App& explain_app = *app.add_subcommand("explain", "Explain a scenario and its checks");
  explain_app.add_option("ID", explain.id, "A scenario, invariant, requirement or profile")
      ->required();
  add_fixtures(explain_app, explain.fixtures);

  ProveOptions prove;
  CLI::App& prove_app =
      *app.add_subcommand("prove", "Prove that each check catches the broken client it names");
  CLI::Option* some =
      prove_app.add_option("SCENARIO", prove.scenarios, "Scenarios by id, glob or folder");
  CLI::Option* servers =
      prove_app
          .add_flag("--server", prove.server,
                    "Prove instead that each check of `verify` catches a broken server")
          ->excludes(some);
  prove_app.add_flag("--json", prove.json, "As JSON")->needs(servers);
  add_seed(prove_app, prove.seed);
  add_jobs(prove_app, prove.jobs);
  add_fixtures(prove_app, prove.fixtures);

  CoverageOptions coverage;
  CLI::App& coverage_app = *app.add_subcommand(
      "coverage", "Say which checks judge each requirement, and why some have none");
  coverage_app.add_option("REQUIREMENT", coverage.requirements,
                          "Requirements by id or glob; all when none is named");
  coverage_app.add_flag("--gaps", coverage.gaps, "Only those with neither a check nor a reason");
  coverage_app.add_flag("--json", coverage.json, "As JSON");
  add_fixtures(coverage_app, coverage.fixtures);

  BenchOptions bench;
  CLI::App& bench_app = *app.add_subcommand("bench", "Measure how long operations take");
  bench_app.add_option("OPERATION", bench.operations,
                       "What to measure; everything when none is named");
  bench_app
      .add_option("--target", bench.target,
                  "An MCP URL for an API key; without it a mock of our own")
      ->type_name("URL");
  bench_app.add_option("--key", bench.key, "An API key for the target")
      ->envname("OMNI_CONFORM_KEY");
  bench_app.add_option("--viewer-key", bench.viewer_key, "A key that may not query");
  add_bench_places(bench_app, bench);
  bench_app.add_option("-c,--concurrency", bench.concurrency, "So many operations at a time")
      ->check(CLI::Range(std::size_t{1}, kMostConcurrency))
      ->capture_default_str();
  bench_app.add_option("--rate", bench.rate, "Open loop: so many operations begin each second")
      ->check(CLI::Range(0.001, 1e6));
  bench_app.add_option("--warm-up", bench.warm_up, "Seconds that do not count")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  bench_app.add_option("--duration", bench.duration, "Seconds of each repetition")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  bench_app.add_option("--repetitions", bench.repetitions, "How often each is measured, in turns")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000}))
      ->capture_default_str();
  bench_app.add_option("--json", bench.json, "Write the result as JSON; - for standard output")
      ->type_name("FILE");
  bench_app.add_option("--hgrm", bench.hgrm, "Write a percentile distribution an operation")
      ->type_name("FOLDER");
  bench_app.add_option("--plot", bench.plot, "Draw the result as one page that needs no network")
      ->type_name("FILE");
  bench_app
      .add_option(
          "--connections", bench.connections,
          "Also measure with so many connections, as in 1,4,16,64,256: what is named, or pickModel")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->check(CLI::Range(std::size_t{1}, kMostConcurrency));
  bench_app
      .add_option(
          "--exchanges", bench.exchanges,
          "Also measure while so many are recorded, as in 1000,100000: what is named, or pickModel")
      ->allow_extra_args(false)
      ->delimiter(',');
  auto* compare = bench_app.add_option("--compare", bench.compare, "A result that --json wrote")
                      ->type_name("FILE");
  bench_app
      .add_option("--against", bench.against,
                  "Another omni-conform: both serve and are measured in turns, pair by pair")
      ->type_name("PROGRAM")
      ->excludes(compare);
  add_list(bench_app, "--fail-if", bench.fail_if,
           "With --compare or --against: METRIC>+N%, as in p99>+20%");
  add_fixtures(bench_app, bench.fixtures);

  FidelityOptions fidelity;
  CLI::App& fidelity_app =
      *app.add_subcommand("fidelity", "List what the mock does and how we know that Omni does so");
  add_list(fidelity_app, "--mark", fidelity.marks,
           "Only these: seed, documented, observed, inferred, chosen");
  fidelity_app.get_option("--mark")->check(
      CLI::IsMember({"seed", "documented", "observed", "inferred", "chosen"}));
  fidelity_app.add_flag("--json", fidelity.json, "As JSON");
  add_fixtures(fidelity_app, fidelity.fixtures);

#ifdef CONFORM_HAS_SERVE
  ServeOptions serve;
  CLI::App& serve_app = *app.add_subcommand("serve", "Serve the mock Omni until it is stopped");
  add_serving(serve_app, serve);

  WatchOptions watch;
  CLI::App& watch_app = *app.add_subcommand(
      "watch", "Serve the mock to clients that people use, and judge what they do");
  add_serving(watch_app, watch.serve);
  add_reports(watch_app, watch.reports);
#endif

  if (arguments.empty()) {
    streams.err << app.help();
    return kUsage;
  }
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error, streams.out, streams.err) == 0 ? kConformant : kUsage;
  }
  if (const std::optional<int> code = wire.obey(streams)) return *code;
  if (run_app.parsed()) return run_command(run, streams);
  if (test_app.parsed()) return test_command(test, streams);
  if (init_app.parsed()) return init_command(init, streams);
  if (clients_list_app.parsed()) return clients_list_command(clients, streams);
  if (clients_install_app.parsed()) return clients_install_command(clients, streams);
  if (files.merge_app->parsed()) return merge_command(files.merge, streams);
  if (files.diff_app->parsed()) return diff_command(files.diff, streams);
  if (files.update_app->parsed()) return baseline_update_command(files.update, streams);
  if (coverage_app.parsed()) return coverage_command(coverage, streams);
  if (list_app.parsed()) return list_command(list, streams);
  if (bench_app.parsed()) return bench_command(bench, streams);
  if (fidelity_app.parsed()) return fidelity_command(fidelity, streams);
  if (explain_app.parsed()) return explain_command(explain, streams);
#ifdef CONFORM_HAS_SERVE
  if (serve_app.parsed()) return serve_command(serve);
  if (watch_app.parsed()) return watch_command(watch, streams);
#endif
  return prove.server ? prove_server_command(prove, streams) : prove_command(prove, streams);
}

}  // namespace
}  // namespace conform

int main(int argc, char** argv) {
  // When the reader of a pipe has gone, the write fails and is reported; no signal ends the
  // program.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    conform::Streams streams = conform::standard_streams();
    const int code = conform::obey({argv + 1, argv + argc}, streams);
    streams.out.flush();
    if (!streams.out) throw std::runtime_error("Standard output could not be written.");
    return code;
  } catch (const conform::UsageError& error) {
    std::cerr << "omni-conform: " << conform::printed(error.what()) << '\n';
    return conform::kUsage;
  } catch (const std::exception& error) {
    std::cerr << "omni-conform: " << conform::printed(error.what()) << '\n';
    return conform::kHarnessError;
  }
}
