// Files that are written whole or not at all: beside the file first, then renamed, so that nobody
// ever reads half of one.
#pragma once

#include <string>
#include <string_view>

namespace conform {

// Returns 0 or the errno; then nothing new is left behind. A link is followed. Devices and pipes
// ("/dev/stderr") are written straight.
int write_whole_file(const std::string& file, std::string_view text);

// Why that file could not be written ("there is no folder a/b"), or empty as far as can be told
// beforehand. Ask it before work of minutes whose result would be lost.
std::string obstacle_to_writing(const std::string& file);

// Appends in one go. Returns 0 or the errno.
int append_to_file(const std::string& file, std::string_view text);

// Writes all of it to an open descriptor. Returns 0 or the errno.
int write_all(int descriptor, std::string_view text);

}  // namespace conform
