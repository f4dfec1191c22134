// A run that was written earlier: a JSON report, or a stream.
#pragma once

#include <filesystem>

#include "suites/verdict.hpp"

namespace conform::runner {

// Of a JSON report the verdicts and findings only: it does not carry whole records. Throws
// UsageError that names the file.
Run load_run(const std::filesystem::path& file);

}  // namespace conform::runner
