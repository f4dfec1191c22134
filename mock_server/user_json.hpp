// JSON files that people name on a command line: whatever is wrong with one is said with its name.
#pragma once

#include <filesystem>

#include "mock_server/json.hpp"

namespace conform {

// Throws std::runtime_error that names the file when it is a folder, is not there or cannot be
// read.
void require_file(const std::filesystem::path& file);

// read_json_file() of one. Throws std::runtime_error that names the file, also for numbers that are
// beyond what JSON is read into.
Json read_user_json(const std::filesystem::path& file);

}  // namespace conform
