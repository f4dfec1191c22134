#include "runner/command_line/wire_commands.hpp"

#include "runner/command_line/cli_options.hpp"

namespace conform {
namespace {

void add_time_limit(CLI::App& command, double& seconds) {
  constexpr double kDay = 86'400;
  command.add_option("--time-limit", seconds, "Give up after so many seconds in all")
      ->check(CLI::Range(0.1, kDay))
      ->capture_default_str()
      ->type_name("SECONDS");
}

}  // namespace

void WireCommands::add_client(CLI::App& app) {
  client_app_ = app.add_subcommand("client", "Be an MCP client: connect, list the tools, call");
  CLI::App& command = *client_app_;
  command.add_option("URL", client_.url, "The MCP server, on loopback")->required();
  command.add_option("--profile", client_.profile, "Behave like this scripted profile")
      ->capture_default_str();
  command.add_option("--bearer", client_.bearer, "Send this key or token instead of signing in")
      ->type_name("TOKEN");
  command.add_option("--call", client_.calls, "Call a tool, with its arguments as a JSON object")
      ->allow_extra_args(false)
      ->type_name("TOOL JSON");
  command.add_option("--sign-in", client_.sign_in, "Who signs in when a page asks for a password")
      ->type_name("EMAIL:PASSWORD");
  command
      .add_option("--client-metadata-url", client_.client_metadata_url,
                  "Be this client ID metadata document where the server takes one")
      ->type_name("URL");
  command
      .add_option("--protocol-version", client_.protocol_version,
                  "Speak this revision of MCP; from 2026-07-28 on without a handshake")
      ->envname("MCP_CONFORMANCE_PROTOCOL_VERSION")
      ->type_name("DATE");
  add_time_limit(command, client_.time_limit);
  command.add_option("--context", client_.context)
      ->envname("MCP_CONFORMANCE_CONTEXT")
      ->group("");  // set by the official conformance suite, not by people
  add_fixtures(command, client_.fixtures);
}

void WireCommands::add_grade(CLI::App& app) {
  grade_app_ = app.add_subcommand("grade", "Judge recordings of what a client sent");
  CLI::App& command = *grade_app_;
  command
      .add_option("FILE", grade_.files,
                  "HAR 1.2, what `record` wrote, or JSON lines of {\"req\", \"res\"}")
      ->required();
  command
      .add_option("--origin", grade_.origins,
                  "What a host is: https://HOST=callbacks, or =ID of an organization")
      ->allow_extra_args(false)
      ->type_name("ORIGIN=ROLE");
  command
      .add_option("--scenario", grade_.scenario, "Which scenario was played: judges its checks too")
      ->type_name("ID");
  add_reports(command, grade_.reports);
  add_fixtures(command, grade_.fixtures);
}

void WireCommands::add_record(CLI::App& app) {
  record_app_ = app.add_subcommand("record", "Write down what clients send to a real server");
  CLI::App& command = *record_app_;
  command
      .add_option("--upstream", record_.upstreams,
                  "The server: https://callbacks.omniapp.co, and once more for the organization's")
      ->required()
      ->allow_extra_args(false)
      ->type_name("URL");
  command.add_option("--to", record_.to, "The new file, for `grade`")
      ->required()
      ->type_name("FILE");
  command.add_option("--port", record_.port, "Where to listen for the first; 0 picks a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
}

void WireCommands::add_verify(CLI::App& app) {
  verify_app_ = app.add_subcommand("verify", "Judge an MCP server by named checks");
  CLI::App& command = *verify_app_;
  command.add_option("URL", verify_.url, "The MCP server, on loopback")->required();
  command.add_option("--bearer", verify_.bearer, "A key or token that the server accepts")
      ->type_name("TOKEN");
  command.add_option("--revoked", verify_.revoked, "One that it must not accept any more")
      ->type_name("TOKEN");
  command.add_option("--viewer", verify_.viewer, "One of somebody who may not query")
      ->type_name("TOKEN");
  command.add_option("--foreign", verify_.foreign, "One that is good at another server only")
      ->type_name("TOKEN");
  command
      .add_option("--foreign-model", verify_.foreign_model,
                  "The id of a model of another organization")
      ->type_name("ID");
  command.add_flag("--oauth", verify_.oauth,
                   "Sign in by OAuth: registers clients and makes grants there");
  command.add_option("--sign-in", verify_.sign_in, "Who signs in when a page asks for a password")
      ->type_name("EMAIL:PASSWORD");
  add_time_limit(command, verify_.time_limit);
  command
      .add_option("--fidelity", verify_.fidelity,
                  "Write where it is not as the mock, as entries of fixtures/fidelity.json")
      ->type_name("FILE");
}

void WireCommands::add_to(CLI::App& app) {
  add_client(app);
  add_grade(app);
  add_record(app);
  add_verify(app);
}

std::optional<int> WireCommands::obey(Streams& streams) const {
  if (client_app_->parsed()) return client_command(client_, streams);
  if (grade_app_->parsed()) return grade_command(grade_, streams);
  if (record_app_->parsed()) return record_command(record_, streams);
  if (verify_app_->parsed()) return verify_command(verify_, streams);
  return std::nullopt;
}

}  // namespace conform
