// A command of the program as a value: its name, what --help says of it, its options and what it
// does. The files of this room are the only ones that know CLI11.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runner/program/streams.hpp"

namespace conform::runner {

// What a command is obeyed with.
struct Invocation {
  Streams& streams;
  std::vector<std::string> program = {};  // what followed "--": the client that `test` starts
};

struct Command {
  // Returns an ExitCode; throws UsageError for what cannot be obeyed.
  using Action = std::function<int(const Invocation&)>;

  const char* name;
  const char* help;
  // Declares the options. What is parsed is kept in the action, which must outlive the parsing.
  Action (*declare)(CLI::App& command);
};

// In the order in which --help lists them.
extern const Command kRun, kTest, kClients, kInit, kImport, kMerge, kDiff, kBaseline, kClient,
    kGrade, kRecord, kVerify, kList, kExplain, kProve, kCoverage, kBench, kFidelity, kServe, kWatch,
    kCompletions, kManualPage;

// The action of a command whose options become one structure: COMMAND(options, streams).
template <class Options>
Command::Action action(const std::shared_ptr<Options>& given,
                       int (*command)(const Options&, Streams&)) {
  return [given, command](const Invocation& invocation) {
    return command(*given, invocation.streams);
  };
}

}  // namespace conform::runner
