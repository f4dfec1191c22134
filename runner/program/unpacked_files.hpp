// Carried files as files on the disk, for their user only: clients and drivers are programs, which
// open files by name. Each process has its own, so that two never meet half a file of the other's
// or one of another version; it goes with the process (TemporaryFolder).
#pragma once

#include <filesystem>
#include <span>

#include "foundation/files/temporary_folder.hpp"
#include "runner/program/carried_files.hpp"

namespace conform::runner {

class UnpackedFiles {
 public:
  // Below the system's temporary folder. Throws std::runtime_error, which says what to do, when
  // nothing can be written there.
  explicit UnpackedFiles(std::span<const CarriedFile> files);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

}  // namespace conform::runner
