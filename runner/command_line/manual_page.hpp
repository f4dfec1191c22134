// The program's page for man(1): every command and option, as --help has them.
#pragma once

#include <string>
#include <string_view>

#include "runner/command_line/command_tree.hpp"

namespace conform::runner {

// In the macros of man(7).
std::string manual_page(const DocumentedCommand& program, std::string_view version);

}  // namespace conform::runner
