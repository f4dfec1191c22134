// The commands that work on servers and recordings of somebody else: grade, record, verify.
#include <memory>

#include "runner/command_line/command.hpp"
#include "runner/command_line/shared_options.hpp"
#include "runner/commands/grade_command.hpp"
#include "runner/commands/wire/record_command.hpp"
#include "runner/commands/wire/verify_command.hpp"

namespace conform::runner {
namespace {

Command::Action declare_grade(CLI::App& command) {
  auto grade = std::make_shared<GradeOptions>();
  command
      .add_option("FILE", grade->files,
                  "HAR 1.2, what `record` wrote, or JSON lines of {\"req\", \"res\"}")
      ->required();
  command
      .add_option("--origin", grade->origins,
                  "What a host is: https://HOST=callbacks, or =ID of an organization")
      ->allow_extra_args(false)
      ->type_name("ORIGIN=ROLE");
  command
      .add_option("--scenario", grade->scenario, "Which scenario was played: judges its checks too")
      ->type_name("ID");
  add_reports(command, grade->reports);
  add_fixtures(command, grade->fixtures);
  return action(grade, grade_command);
}

Command::Action declare_record(CLI::App& command) {
  auto record = std::make_shared<RecordOptions>();
  command
      .add_option("--upstream", record->upstreams,
                  "The server: https://callbacks.omniapp.co, and once more for the organization's")
      ->required()
      ->allow_extra_args(false)
      ->type_name("URL");
  command.add_option("--to", record->to, "The new file, for `grade`")
      ->required()
      ->type_name("FILE");
  command.add_option("--port", record->port, "Where to listen for the first; 0 picks a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  return action(record, record_command);
}

Command::Action declare_verify(CLI::App& command) {
  auto verify = std::make_shared<VerifyCommandOptions>();
  command.add_option("URL", verify->url, "The MCP server, on loopback")->required();
  command.add_option("--bearer", verify->bearer, "A key or token that the server accepts")
      ->type_name("TOKEN");
  command.add_option("--revoked", verify->revoked, "One that it must not accept any more")
      ->type_name("TOKEN");
  command.add_option("--viewer", verify->viewer, "One of somebody who may not query")
      ->type_name("TOKEN");
  command.add_option("--foreign", verify->foreign, "One that is good at another server only")
      ->type_name("TOKEN");
  command
      .add_option("--foreign-model", verify->foreign_model,
                  "The id of a model of another organization")
      ->type_name("ID");
  command.add_flag("--oauth", verify->oauth,
                   "Sign in by OAuth: registers clients and makes grants there");
  command.add_option("--sign-in", verify->sign_in, "Who signs in when a page asks for a password")
      ->type_name("EMAIL:PASSWORD");
  add_time_limit(command, verify->time_limit);
  command
      .add_option("--fidelity", verify->fidelity,
                  "Write where it is not as the mock, as entries of fixtures/fidelity.json")
      ->type_name("FILE");
  command.add_flag("--json", verify->json, "As JSON, when all was asked");
  return action(verify, verify_command);
}

}  // namespace

const Command kGrade{"grade", "Judge recordings of what a client sent", declare_grade};
const Command kRecord{"record", "Write down what clients send to a real server", declare_record};
const Command kVerify{"verify", "Judge an MCP server by named checks", declare_verify};

}  // namespace conform::runner
