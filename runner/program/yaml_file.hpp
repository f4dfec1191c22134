// YAML files of users, read as JSON in which every scalar is text: "no" and 2027-01-31 stay what
// they are.
#pragma once

#include <string>

#include "foundation/json/json.hpp"

namespace conform::runner {

// Throws UsageError that names the file and the line, or std::runtime_error when it cannot be read.
// Limits: docs/limits.md.
Json read_yaml(const std::string& file);
// The same of what such a file holds, however large it is. Pure.
Json json_of_yaml(const std::string& text, const std::string& file);

}  // namespace conform::runner
