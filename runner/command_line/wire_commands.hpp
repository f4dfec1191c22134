// The subcommands that work on servers and recordings of somebody else: client, grade, record,
// verify.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "runner/commands/grade_command.hpp"
#include "runner/commands/wire/client_command.hpp"
#include "runner/commands/wire/record_command.hpp"
#include "runner/commands/wire/verify_command.hpp"
#include "runner/program/streams.hpp"

namespace conform {

class WireCommands {
 public:
  // Both must outlive the parsing.
  void add_to(CLI::App& app);
  // Obeys the one that was parsed; nullopt when none was. Returns an ExitCode; throws UsageError.
  std::optional<int> obey(Streams& streams) const;

 private:
  void add_client(CLI::App& app);
  void add_grade(CLI::App& app);
  void add_record(CLI::App& app);
  void add_verify(CLI::App& app);

  ClientOptions client_;
  GradeOptions grade_;
  RecordOptions record_;
  VerifyCommandOptions verify_;
  CLI::App* client_app_ = nullptr;
  CLI::App* grade_app_ = nullptr;
  CLI::App* record_app_ = nullptr;
  CLI::App* verify_app_ = nullptr;
};

}  // namespace conform
