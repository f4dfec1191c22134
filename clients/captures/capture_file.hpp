// Recordings of what went over the wire, read back as the record that they are of: HTTP Archive 1.2
// (browsers, mitmproxy, Charles, our own report), our transcript as JSON lines (what `record`
// writes), and JSON lines of {"req", "res"} with what the recorded client printed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "record/transcript.hpp"

namespace conform::clients {

struct Capture {
  std::string name;  // of the file, or of the page of an archive that holds several records
  // Numbered from 1 in the order in which the exchanges began. Sites, endpoints and facts are only
  // there where the recording itself had them.
  std::vector<Entry> entries;
};

// Throws std::runtime_error that names the file, the entry and what would be right. An archive of
// ours with several pages is as many captures.
std::vector<Capture> read_captures(const std::filesystem::path& file);
// The same of what such a file holds. Pure.
std::vector<Capture> captures_in(const std::string& content, const std::filesystem::path& file);

}  // namespace conform::clients
