// The commands and options of the program as plain values, taken from CLI11's own: what completions
// and the manual are made of, so that neither can name another option than --help does.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace conform::runner {

// An option, or an argument by its place.
struct DocumentedOption {
  enum class Value { kNone, kText, kChoice, kFile, kFolder };
  std::vector<std::string> names;  // "-j", "--jobs"; none: an argument by its place
  std::string value_name = {};     // "N", "FORMAT=FILE"; of an argument: its name
  Value value = Value::kNone;
  std::vector<std::string> choices = {};  // of a kChoice
  std::string help = {};
};

struct DocumentedCommand {
  std::string name;
  std::string help;
  std::string footer = {};
  std::vector<DocumentedOption> options = {};
  std::vector<DocumentedOption> arguments = {};
  std::vector<DocumentedCommand> commands = {};
};

// In the order in which they were declared. What --help hides is left out.
DocumentedCommand command_tree(const CLI::App& app);

}  // namespace conform::runner
