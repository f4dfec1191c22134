// What a shell reads to complete the program's commands, options and the values that it can know.
#pragma once

#include <string>

#include "runner/command_line/command_tree.hpp"

namespace conform::runner {

std::string bash_completion(const DocumentedCommand& program);
std::string zsh_completion(const DocumentedCommand& program);
std::string fish_completion(const DocumentedCommand& program);

}  // namespace conform::runner
