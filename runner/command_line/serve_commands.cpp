// The commands that serve the mock: serve, watch.
#include <memory>

#include "runner/command_line/command.hpp"
#include "runner/command_line/shared_options.hpp"
#include "runner/commands/wire/serve_command.hpp"
#include "runner/commands/wire/serve_scenario.hpp"
#include "runner/commands/wire/watch_command.hpp"

namespace conform::runner {
namespace {

// An empty secret would ask for none. It comes from a variable that was not set.
CLI::Validator is_not_empty() {
  return {[](const std::string& text) {
            const bool is_blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
            return is_blank ? std::string("must not be empty: is the variable set?")
                            : std::string();
          },
          ""};
}

void add_control(CLI::App& command, ServeOptions& serve) {
  auto* no_control =
      command.add_flag("!--no-control", serve.control, "Serve neither the console nor its API");
  auto* secret =
      command
          .add_option("--control-secret", serve.control_secret,
                      "Ask for this secret at /_mock/: Authorization: Bearer SECRET. Other people "
                      "see a command line; the variable or the file they do not")
          ->envname(kControlSecretVariable)
          ->check(is_not_empty())
          ->excludes(no_control);
  command
      .add_option("--control-secret-file", serve.control_secret_file,
                  "Take it from the first line of this file")
      ->type_name("FILE")
      ->check(is_not_empty())
      ->excludes(no_control)
      ->excludes(secret);
}

// What is served, and how.
void add_serving(CLI::App& command, ServeOptions& serve) {
  command.add_option("--port", serve.port, "Port of the callbacks host; 0 picks a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command
      .add_option(
          "--listen", serve.listen,
          "The IPv4 address to bind: another machine's reach needs a secret for /_mock/, or "
          "--no-control")
      ->type_name("ADDRESS")
      ->capture_default_str();
  command
      .add_option("--public", serve.public_origins,
                  "Where a tunnel or a proxy passes a site on, for clients that are elsewhere: "
                  "callbacks=https://HOST, acme=https://HOST")
      ->type_name("SITE=ORIGIN");
  command.add_option("--world", serve.world, "Serve the world of this file")->type_name("FILE");
  command.add_option("--eras", serve.eras, "Speak the handshake era, the stateless era, or both")
      ->check(CLI::IsMember({"handshake", "stateless", "dual"}));
  command.add_flag(
      "--open", serve.open,
      "Debugging only: ask for no credential. Speaks both eras unless --eras is given");
  add_client_documents(command, serve.client_documents);
  command.add_option("--case", serve.case_id, "Put the mock into this case; see `list cases`")
      ->type_name("ID");
  add_control(command, serve);
  auto* no_transcript = command.add_flag("!--no-transcript", serve.transcript,
                                         "Record nothing: shows what recording costs");
  command
      .add_option("--transcript-memory", serve.transcript_memory,
                  "MiB of what is recorded that stay in memory; the rest goes to a file")
      ->check(CLI::Range(1, 1 << 20))
      ->capture_default_str()
      ->excludes(no_transcript);
  auto* tls = command.add_flag("--tls", serve.tls, "Serve https, Omni's real host names too");
  command.add_option("--tls-folder", serve.tls_folder, "Keep the certificate authority here")
      ->type_name("FOLDER")
      ->needs(tls);
  command.add_option("--seed", serve.seed, "Make secrets from this seed instead of at random");
  add_fixtures(command, serve.fixtures);
}

Command::Action declare_serve(CLI::App& command) {
  auto serve = std::make_shared<ServeOptions>();
  add_serving(command, *serve);
  auto* scenario =
      command
          .add_option("--scenario", serve->scenario,
                      "Arrange this scenario, say what your client is to do, step by step and "
                      "without a time limit, and judge it")
          ->type_name("ID");
  // It arranges all of that, is judged by what is recorded, and its person speaks http.
  for (const char* other : {"--world", "--case", "--open", "--eras", "--no-transcript", "--tls"}) {
    scenario->excludes(other);
  }
  command
      .add_flag("--wire", serve->wire, "Print what goes over the wire, not only a line for each")
      ->needs(scenario);
  return [serve](const Invocation& invocation) {
    if (serve->scenario.empty()) return serve_command(*serve);
    return serve_scenario_command({.serve = *serve, .reports = {}}, invocation.streams);
  };
}

Command::Action declare_watch(CLI::App& command) {
  auto watch = std::make_shared<WatchOptions>();
  add_serving(command, watch->serve);
  add_reports(command, watch->reports);
  return action(watch, watch_command);
}

}  // namespace

const Command kServe{"serve", "Serve the mock Omni until it is stopped", declare_serve};
const Command kWatch{"watch", "Serve the mock to clients that people use, and judge what they do",
                     declare_watch};

}  // namespace conform::runner
