#include "runner/program/unpacked_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>

#include "foundation/files/atomic_file.hpp"

namespace conform::runner {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& why) {
  throw std::runtime_error(
      fmt::format("the files that this program carries can't be unpacked to {}: {}; TMPDIR may "
                  "name a folder that can be written",
                  where, why));
}

TemporaryFolder new_folder() {
  try {
    return {};
  } catch (const std::filesystem::filesystem_error& error) {
    fail(error.path1().string(), error.code().message());
  }
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  int error = file < 0 ? errno : write_all(file, bytes);
  if (file >= 0 && ::close(file) != 0 && error == 0) error = errno;
  if (error != 0) fail(path.string(), std::generic_category().message(error));
}

}  // namespace

UnpackedFiles::UnpackedFiles(std::span<const CarriedFile> files) : folder_(new_folder()) {
  std::set<std::filesystem::path> made;
  for (const CarriedFile& file : files) {
    const std::filesystem::path path = folder() / file.name;
    if (made.insert(path.parent_path()).second) {
      std::error_code error;
      std::filesystem::create_directories(path.parent_path(), error);
      if (error) fail(path.parent_path().string(), error.message());
    }
    write_file(path, file.bytes);
  }
}

}  // namespace conform::runner
