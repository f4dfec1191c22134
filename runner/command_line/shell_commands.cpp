// The commands that tell of the program itself: completions, manual.
#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "runner/command_line/command.hpp"
#include "runner/command_line/command_tree.hpp"
#include "runner/command_line/completions.hpp"
#include "runner/command_line/manual_page.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

Command::Action declare_completions(CLI::App& command) {
  auto shell = std::make_shared<std::string>();
  command.add_option("SHELL", *shell, "Whose: bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  // Asked when it is obeyed: then every other command has been declared as well.
  return [shell, &program = *command.get_parent()](const Invocation& invocation) {
    const DocumentedCommand tree = command_tree(program);
    invocation.streams.out << (*shell == "bash"  ? bash_completion(tree)
                               : *shell == "zsh" ? zsh_completion(tree)
                                                 : fish_completion(tree));
    return kConformant;
  };
}

Command::Action declare_manual(CLI::App& command) {
  return [&program = *command.get_parent()](const Invocation& invocation) {
    invocation.streams.out << manual_page(command_tree(program), CONFORM_VERSION);
    return kConformant;
  };
}

}  // namespace

const Command kCompletions{"completions", "Print what a shell reads to complete this command line",
                           declare_completions};
const Command kManualPage{"manual", "Print the page for man(1)", declare_manual};

}  // namespace conform::runner
