// What was red when it was last played, so that `--failed` plays that again and nothing else. One
// file for each folder that people work in, in their cache.
#pragma once

#include <filesystem>
#include <set>

#include "runner/choice/shard.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

// The file of the folder that we are in; empty where there is no cache.
std::filesystem::path last_run_file();

// The cells of a JSON report, a stream, or what remember_red() wrote, whose verdict is red. Throws
// UsageError that names the file.
std::set<Cell> red_cells(const std::filesystem::path& file);

// Writes down the red cells of a run, and those that were red before and are not in it. Where that
// cannot be written nothing is: nobody asked for it. Two runs at once: the last one counts.
void remember_red(const Run& run, const std::filesystem::path& file);

}  // namespace conform::runner
