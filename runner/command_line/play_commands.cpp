// The commands that play scenarios: run, test, prove.
#include <memory>

#include "runner/choice/client_file.hpp"
#include "runner/command_line/command.hpp"
#include "runner/command_line/shared_options.hpp"
#include "runner/commands/prove_command.hpp"
#include "runner/commands/prove_server_command.hpp"
#include "runner/commands/run_command.hpp"
#include "runner/commands/test_command.hpp"
#include "runner/commands/wire/serve_scenario.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

constexpr std::size_t kMostRepeats = 1000;

void add_repeat(CLI::App& app, std::size_t& repeat) {
  app.add_option("--repeat", repeat,
                 "Play each so many times; a check whose verdict changes is flaky, which is red")
      ->check(CLI::Range(std::size_t{1}, kMostRepeats))
      ->type_name("N")
      ->capture_default_str();
}

void add_playing(CLI::App& app, PlayingOptions& options) {
  app.add_option("SCENARIO", options.filters.scenarios,
                 "Scenarios by id, glob or folder; all when none is named");
  add_list(app, "--requirement", options.filters.checks.requirements,
           "Only checks of this requirement (id or glob)");
  app.add_option_function<std::string>(
         "--severity",
         [&options](const std::string& text) {
           options.filters.checks.severity = text == "must" ? Severity::kMust : Severity::kShould;
         },
         "Only checks of this severity: must or should")
      ->check(CLI::IsMember({"must", "should"}));
  add_reports(app, options.reports);
  app.add_option("--baseline", options.baseline,
                 "Failures that are expected (YAML or JSON): listed ones do not fail the run")
      ->type_name("FILE");
  add_since(app, options.since);
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
  app.add_flag("--failed{last}", options.failed,
               "Play only what was red in the last run in this folder, or in --failed=RUN.json")
      ->excludes("--shard")
      ->excludes("--stream");
  app.add_flag("-x,--fail-fast", options.fail_fast, "The first red play ends the run");
  add_seed(app, options.seed);
  add_jobs(app, options.jobs);
  app.add_flag("--wire", options.wire,
               "Print each play as it happens: who sent what to whom, what the client was asked, "
               "its verdicts; one play at a time")
      ->excludes("--jobs");
  add_repeat(app, options.repeat);
  add_fixtures(app, options.fixtures);
}

Command::Action declare_run(CLI::App& command) {
  auto run = std::make_shared<RunOptions>();
  add_playing(command, *run);
  add_list(command, "--profile", run->filters.profiles,
           "Profiles by id or glob; every product when none is named");
  return action(run, run_command);
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
  add_client_documents(app, test.client_documents);
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

int wait_for_client(const TestOptions& test, Streams& streams) {
  if (!test.command.empty()) {
    throw UsageError(
        "--wait starts no client: start yours by hand when you are told to, and leave out `-- "
        "COMMAND...`.");
  }
  ServeScenarioOptions options{.serve = {}, .reports = test.reports};
  options.serve.scenario = only_scenario(test.filters.scenarios);
  options.serve.fixtures = test.fixtures;
  options.serve.seed = test.seed;
  options.serve.wire = test.wire;
  return serve_scenario_command(options, streams);
}

Command::Action declare_test(CLI::App& command) {
  auto test = std::make_shared<TestOptions>();
  command.footer(
      "omni-conform test [OPTIONS] [SCENARIO...] -- COMMAND...\n"
      "{url} in COMMAND becomes the server's URL; without it the URL comes last.");
  add_playing(command, *test);
  add_list(command, "--client", test->clients,
           "Real clients by name or glob (see `omni-conform clients list`), or the file that "
           "describes yours; "
           "conform.yaml in this folder is found by itself")
      ->type_name("NAME|FILE");
  add_own_client(command, *test);
  add_packages(command, test->packages);
  auto wait = std::make_shared<bool>(false);
  auto* const waits = command.add_flag(
      "--wait", *wait,
      "Start no client: say what yours is to do, step by step and without a time limit, and judge "
      "it. For one scenario, as `serve --scenario`");
  for (const char* other : {"--client", "--name", "--env", "--without", "--stdio", "--official",
                            "--timeout", "--most-requests", "--baseline", "--shard", "--stream",
                            "--failed", "--repeat", "--jobs", "--client-document"}) {
    waits->excludes(other);
  }
  return [test, wait](const Invocation& invocation) {
    test->command = invocation.program;
    if (*wait) return wait_for_client(*test, invocation.streams);
    return test_command(*test, invocation.streams);
  };
}

Command::Action declare_prove(CLI::App& command) {
  auto prove = std::make_shared<ProveOptions>();
  CLI::Option* some =
      command.add_option("SCENARIO", prove->scenarios, "Scenarios by id, glob or folder");
  CLI::Option* servers =
      command
          .add_flag("--server", prove->server,
                    "Prove instead that each check of `verify` catches a broken server")
          ->excludes(some);
  command.add_flag("--json", prove->json, "As JSON")->needs(servers);
  add_seed(command, prove->seed);
  add_jobs(command, prove->jobs);
  add_fixtures(command, prove->fixtures);
  return [prove](const Invocation& invocation) {
    return prove->server ? prove_server_command(*prove, invocation.streams)
                         : prove_command(*prove, invocation.streams);
  };
}

}  // namespace

const Command kRun{"run", "Play scenarios with scripted client profiles", declare_run};
const Command kTest{"test", "Play scenarios with a program as the client", declare_test};
const Command kProve{"prove", "Prove that each check catches the broken client it names",
                     declare_prove};

}  // namespace conform::runner
