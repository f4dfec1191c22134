// Bytes of a transcript that left memory: an unnamed file that vanishes with the process.
// Thread-safe, if only one thread at a time appends; reading does not wait for writing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/files/descriptor.hpp"

namespace conform {

class TranscriptFile {
 public:
  // Returns where they begin. Throws std::system_error when the disk does not take them; then
  // nothing was added.
  std::uint64_t append(std::string_view bytes);
  // Of what was appended before. Throws std::system_error.
  [[nodiscard]] std::string read(std::uint64_t begin, std::size_t size) const;

 private:
  Descriptor file_;  // made with the first bytes
  std::uint64_t end_ = 0;
};

}  // namespace conform
