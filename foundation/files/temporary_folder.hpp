// A folder of ours below the system's temporary one, which goes with its owner. What a killed
// process left there is removed by the next process that makes such a folder.
#pragma once

#include <cstddef>
#include <filesystem>

#include "foundation/files/descriptor.hpp"

namespace conform {

// Two threads may each make their own; one object is used by one thread.
class TemporaryFolder {
 public:
  // Makes "omni-conform-" and six random characters, for its user only. The first one of a process
  // also sweeps. Throws std::filesystem::filesystem_error.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  // Holds one file already: "owner", which is locked (flock(2)) for as long as the owner lives,
  // however it ends.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  Descriptor owner_;  // holds the lock
};

// Removes such folders below `parent` that are this user's and whose owner is gone; others, and
// what can't be removed, stay. Returns how many it removed. Thread-safe, and safe beside other
// processes that make folders or sweep.
std::size_t sweep_abandoned_folders(const std::filesystem::path& parent);

}  // namespace conform
