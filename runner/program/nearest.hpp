// What somebody may have meant by a name that is not there. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "runner/program/exit_code.hpp"

namespace conform::runner {

std::size_t edit_distance(std::string_view a, std::string_view b);  // Levenshtein, in bytes

// At most `count` of the names, nearest first; names that share nothing with it are left out.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& names,
                                 std::size_t count = 5);

// "There is no scenario 'oath/happy'.", all names where they are few, else the command that lists
// them ("list scenarios"), and what may have been meant at the end, where it is read first.
UsageError unknown_name(std::string_view kind, std::string_view name,
                        const std::vector<std::string>& names, std::string_view listed_by = {});

}  // namespace conform::runner
