// Files that somebody names, read as a whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace conform {

// More than any recording seen, and what a reading of it can hold in memory (docs/limits.md).
inline constexpr std::size_t kLargestFile = 1UL << 30U;

// Throws std::runtime_error, which names the file, when it cannot be read or is larger than `most`
// bytes; a file without an end is not read to its end.
std::string text_of_file(const std::filesystem::path& file, std::size_t most = kLargestFile);

}  // namespace conform
