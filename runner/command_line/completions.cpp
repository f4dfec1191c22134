#include "runner/command_line/completions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace conform::runner {
namespace {

using Value = DocumentedOption::Value;

std::string in_single_quotes(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += R"('\'')";
    } else {
      quoted += c;
    }
  }
  return quoted + '\'';
}

std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string with(std::string text, std::string_view what, std::string_view instead) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + instead.size())) {
    text.replace(at, what.size(), instead);
  }
  return text;
}

// Calls `take` for each command below the program, the outer one first, with the words that lead to
// it: "baseline update".
void for_each(const DocumentedCommand& command, const std::string& path,
              const std::function<void(const DocumentedCommand&, const std::string&)>& take) {
  for (const DocumentedCommand& one : command.commands) {
    const std::string words = path.empty() ? one.name : path + ' ' + one.name;
    take(one, words);
    for_each(one, words, take);
  }
}

// What may stand next in a command line that has come to `command`.
std::vector<std::string> words_after(const DocumentedCommand& command) {
  std::vector<std::string> words;
  std::ranges::transform(command.commands, std::back_inserter(words), &DocumentedCommand::name);
  for (const DocumentedOption& argument : command.arguments) {
    std::ranges::copy(argument.choices, std::back_inserter(words));
  }
  for (const DocumentedOption& option : command.options) {
    std::ranges::copy(option.names, std::back_inserter(words));
  }
  return words;
}

// The lines of two `case`s: what stands next, and what an option's value can be.
struct BashCases {
  std::string next;
  std::string values;

  void add(const DocumentedCommand& command, const std::string& path) {
    next += fmt::format("    '{}') words='{}' ;;\n", path, fmt::join(words_after(command), " "));
    for (const DocumentedOption& option : command.options) {
      if (option.value == Value::kNone) continue;
      std::vector<std::string> patterns;
      std::ranges::transform(
          option.names, std::back_inserter(patterns),
          [&path](const std::string& name) { return fmt::format("'{} {}'", path, name); });
      values += fmt::format("    {}) ", fmt::join(patterns, " | "));
      if (option.value == Value::kChoice) {
        values += fmt::format("mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$current\") ;;\n",
                              fmt::join(option.choices, " "));
      } else if (option.value == Value::kFolder) {
        values += "mapfile -t COMPREPLY < <(compgen -d -- \"$current\") ;;\n";
      } else {
        values += "return ;;\n";
      }
    }
  }
};

std::string zsh_value(const DocumentedOption& option) {
  const std::string name = escaped(option.value_name, ":[]");
  switch (option.value) {
    case Value::kNone:
      return "";
    case Value::kText:
      return fmt::format(":{}:", name);
    case Value::kChoice:
      return fmt::format(":{}:({})", name, fmt::join(option.choices, " "));
    case Value::kFile:
      return fmt::format(":{}:_files", name);
    case Value::kFolder:
      return fmt::format(":{}:_files -/", name);
  }
  return "";
}

std::string zsh_function_name(const std::string& path) {
  return with(path.empty() ? "_omni-conform" : "_omni-conform " + path, " ", "_");
}

// A function for this command, which calls those of the commands below it.
std::string zsh_function(const DocumentedCommand& command, const std::string& path) {
  std::string text = fmt::format("{}() {{\n", zsh_function_name(path));
  text += "  local curcontext=\"$curcontext\" state line\n  _arguments -C -s";
  for (const DocumentedOption& option : command.options) {
    const std::string names = option.names.size() == 1
                                  ? option.names.front()
                                  : fmt::format("'{{{}}}'", fmt::join(option.names, ","));
    const std::string help = with(escaped(option.help, "[]"), "'", R"('\'')");
    text += fmt::format(" \\\n    '*{}[{}]{}'", names, help, zsh_value(option));
  }
  int place = 0;
  for (const DocumentedOption& argument : command.arguments) {
    const std::string number = command.arguments.size() == 1 ? "*" : std::to_string(++place);
    text += fmt::format(" \\\n    '{}{}'", number, zsh_value(argument));
  }
  if (command.commands.empty()) return text + "\n}\n\n";
  text += " \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n  case $state in\n";
  text += "    command)\n      local -a commands=(\n";
  for (const DocumentedCommand& one : command.commands) {
    text += fmt::format("        {}\n", in_single_quotes(one.name + ':' + escaped(one.help, ":")));
  }
  text += "      )\n      _describe command commands ;;\n    argument)\n      case $words[1] in\n";
  for (const DocumentedCommand& one : command.commands) {
    text += fmt::format("        {}) {} ;;\n", one.name,
                        zsh_function_name(path.empty() ? one.name : path + ' ' + one.name));
  }
  return text + "      esac ;;\n  esac\n}\n\n";
}

// The condition under which fish offers what belongs to a command: its words were typed, and no
// word that leads further.
std::string fish_condition(const DocumentedCommand& command, const std::string& path) {
  if (path.empty()) return "__fish_use_subcommand";
  std::string condition;
  for (std::size_t at = 0; at != std::string::npos;) {
    const std::size_t end = path.find(' ', at);
    condition += condition.empty() ? "" : "; and ";
    condition += "__fish_seen_subcommand_from " + path.substr(at, end - at);
    at = end == std::string::npos ? end : end + 1;
  }
  for (const DocumentedCommand& one : command.commands) {
    condition += "; and not __fish_seen_subcommand_from " + one.name;
  }
  return condition;
}

std::string fish_quoted(std::string_view text) { return '\'' + escaped(text, "\\'") + '\''; }

std::string fish_lines(const DocumentedCommand& command, const std::string& path) {
  const std::string begin =
      fmt::format("complete -c omni-conform -n {}", fish_quoted(fish_condition(command, path)));
  std::string text;
  for (const DocumentedCommand& one : command.commands) {
    text += fmt::format("{} -a {} -d {}\n", begin, one.name, fish_quoted(one.help));
  }
  for (const DocumentedOption& argument : command.arguments) {
    text += argument.value == Value::kChoice
                ? fmt::format("{} -a '{}'\n", begin, fmt::join(argument.choices, " "))
                : fmt::format("{} -F\n", begin);
  }
  for (const DocumentedOption& option : command.options) {
    text += begin;
    for (const std::string& name : option.names) {
      text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (option.value == Value::kText) text += " -x";
    if (option.value == Value::kChoice) {
      text += fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
    }
    if (option.value == Value::kFile) text += " -r -F";
    if (option.value == Value::kFolder) text += " -x -a '(__fish_complete_directories)'";
    text += fmt::format(" -d {}\n", fish_quoted(option.help));
  }
  return text;
}

}  // namespace

std::string bash_completion(const DocumentedCommand& program) {
  BashCases cases;
  std::vector<std::string> paths;
  cases.add(program, "");
  for_each(program, "", [&](const DocumentedCommand& command, const std::string& path) {
    cases.add(command, path);
    // As the loop below has them: what led so far, a blank, the word.
    paths.push_back(path.find(' ') == std::string::npos ? fmt::format("' {}'", path)
                                                        : fmt::format("'{}'", path));
  });
  // An empty answer leaves the shell to complete files (-o default).
  return fmt::format(
      R"(# Completion for bash, made by: omni-conform completions bash
_omni_conform() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}
  local command='' words='' word
  COMPREPLY=()
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    # What follows is the command of a client.
    [[ $word == -- ]] && return
    case "$command $word" in
    {}) command=${{command:+$command }}$word ;;
    esac
  done
  case "$command $previous" in
{}    *)
      case $command in
{}      esac
      mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
      ;;
  esac
}}
complete -o default -F _omni_conform omni-conform
)",
      fmt::join(paths, " | "), cases.values, cases.next);
}

std::string zsh_completion(const DocumentedCommand& program) {
  std::string text =
      "#compdef omni-conform\n# Completion for zsh, made by: omni-conform completions zsh\n\n";
  text += zsh_function(program, "");
  for_each(program, "", [&text](const DocumentedCommand& command, const std::string& path) {
    text += zsh_function(command, path);
  });
  // Read by `compinit` the file is the function; read by a shell's start-up file it only defines
  // it.
  return text +
         "if [[ $funcstack[1] == _omni-conform ]]; then\n  _omni-conform \"$@\"\nelse\n"
         "  compdef _omni-conform omni-conform\nfi\n";
}

std::string fish_completion(const DocumentedCommand& program) {
  std::string text =
      "# Completion for fish, made by: omni-conform completions fish\n"
      "complete -c omni-conform -f\n";
  text += fish_lines(program, "");
  for_each(program, "", [&text](const DocumentedCommand& command, const std::string& path) {
    text += fish_lines(command, path);
  });
  return text;
}

}  // namespace conform::runner
