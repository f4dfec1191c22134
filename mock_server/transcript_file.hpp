// Entries of a transcript that left memory: an unnamed file that vanishes with the process. Every
// member comes back as it was. Thread-safe; reading does not wait for writing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "mock_server/transcript.hpp"

namespace conform {

class TranscriptFile {
 public:
  TranscriptFile() = default;
  ~TranscriptFile();
  TranscriptFile(const TranscriptFile&) = delete;
  TranscriptFile& operator=(const TranscriptFile&) = delete;

  // Throws std::system_error when the disk does not take them; then nothing was added.
  void append(std::span<const Entry> entries);
  std::size_t size() const;
  // Those at the positions from `first` on, at most `count`. Throws std::system_error.
  std::vector<Entry> read(std::size_t first, std::size_t count) const;

 private:
  int file_ = -1;  // made with the first entries
  mutable std::mutex mutex_;
  std::vector<std::uint64_t> ends_;  // where each entry ends
};

}  // namespace conform
