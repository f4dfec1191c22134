#include "foundation/files/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace conform {
namespace {

bool is_special(const std::string& file) {
  struct stat status{};
  return ::stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

int write_straight(const std::string& file, int flags, std::string_view text) {
  const int descriptor = ::open(file.c_str(), flags | O_WRONLY | O_CLOEXEC, 0666);
  if (descriptor < 0) return errno;
  int error = write_all(descriptor, text);
  // A full disk may show only here.
  if (::close(descriptor) != 0 && error == 0) error = errno;
  return error;
}

int write_and_rename(const std::string& file, std::string_view text) {
  // A link is followed, so that the link stays and its target is replaced.
  std::error_code ignored;
  std::filesystem::path target = std::filesystem::weakly_canonical(file, ignored);
  if (ignored || target.empty()) target = file;
  std::string name = target.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return errno;
  // mkstemp makes files for their owner alone; a report is as readable as any other new file.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  int error = ::fchmod(descriptor, 0666 & ~mask) == 0 ? 0 : errno;
  if (error == 0) error = write_all(descriptor, text);
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(name.c_str(), target.c_str()) != 0) error = errno;
  if (error != 0) ::unlink(name.c_str());
  return error;
}

}  // namespace

int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_whole_file(const std::string& file, std::string_view text) {
  return is_special(file) ? write_straight(file, 0, text) : write_and_rename(file, text);
}

int append_to_file(const std::string& file, std::string_view text) {
  return write_straight(file, O_APPEND | O_CREAT, text);
}

std::string obstacle_to_writing(const std::string& file) {
  const auto refused_by = [](const std::filesystem::path& path, int access) -> std::string {
    if (::access(path.c_str(), access) == 0) return "";
    return path.string() + " may not be written: " + std::generic_category().message(errno);
  };
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(file, error);
  if (std::filesystem::is_directory(status)) return "is a folder; a file is wanted";
  const bool is_device =
      std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
  if (is_device) return refused_by(file, W_OK);
  const std::filesystem::path path = file;
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, error)) return "there is no folder " + folder.string();
  return refused_by(folder, W_OK | X_OK);
}

}  // namespace conform
