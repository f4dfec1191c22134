#include "runner/command_line/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <string_view>

namespace conform::runner {
namespace {

using Value = DocumentedOption::Value;

// "TEXT:{must,should}" is how CLI11 tells what may be given.
std::vector<std::string> choices_in(std::string_view type) {
  const std::size_t open = type.find(":{");
  const std::size_t close = type.find('}', open);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  std::vector<std::string> choices;
  std::string_view rest = type.substr(open + 2, close - open - 2);
  while (true) {
    const std::size_t comma = rest.find(',');
    choices.emplace_back(rest.substr(0, comma));
    if (comma == std::string_view::npos) return choices;
    rest.remove_prefix(comma + 1);
  }
}

Value kind_of(const std::string& name, const std::vector<std::string>& choices) {
  if (!choices.empty()) return Value::kChoice;
  if (name.find("FILE") != std::string::npos) return Value::kFile;
  return name.find("FOLDER") == std::string::npos ? Value::kText : Value::kFolder;
}

DocumentedOption documented(const CLI::Option& option) {
  DocumentedOption result;
  result.help = option.get_description();
  for (const std::string& name : option.get_snames()) result.names.push_back('-' + name);
  for (const std::string& name : option.get_lnames()) result.names.push_back("--" + name);
  if (result.names.empty()) {
    result.choices = choices_in(option.get_type_name());
    result.value_name = option.get_name();
    result.value = result.choices.empty() ? Value::kFile : Value::kChoice;
  } else if (option.get_items_expected_max() != 0) {
    const std::string type = option.get_type_name();
    result.choices = choices_in(type);
    result.value_name = type.substr(0, type.find(':'));
    result.value = kind_of(result.value_name, result.choices);
  }
  return result;
}

}  // namespace

DocumentedCommand command_tree(const CLI::App& app) {
  DocumentedCommand result;
  result.name = app.get_name();
  result.help = app.get_description();
  result.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    DocumentedOption one = documented(*option);
    (one.names.empty() ? result.arguments : result.options).push_back(std::move(one));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) result.commands.push_back(command_tree(*command));
  }
  return result;
}

}  // namespace conform::runner
