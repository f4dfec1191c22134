#include "foundation/files/temporary_folder.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "foundation/files/remove_folder.hpp"

namespace conform {
namespace {

constexpr std::string_view kPrefix = "omni-conform-";
constexpr const char* kOwner = "owner";

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw std::filesystem::filesystem_error("can't make a folder", path,
                                          std::error_code(error, std::generic_category()));
}

// The file gets its name only when it is locked, so that nobody finds it without an owner.
Descriptor locked_owner_file(const std::filesystem::path& folder) {
  const std::filesystem::path unnamed = folder / "owner.new";
  Descriptor file(open(unnamed.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600));
  const std::filesystem::path named = folder / kOwner;
  const bool owned = file && flock(file.get(), LOCK_EX | LOCK_NB) == 0 &&
                     rename(unnamed.c_str(), named.c_str()) == 0;
  if (!owned) file.reset();
  return file;
}

// Other users can make folders beside ours, with our prefix and with links inside.
bool is_a_folder_of_this_user(const std::filesystem::path& path) {
  struct stat status{};
  return lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid();
}

bool remove_if_abandoned(const std::filesystem::path& folder) {
  const Descriptor file(open((folder / kOwner).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  return file && flock(file.get(), LOCK_EX | LOCK_NB) == 0 && remove_folder(folder);
}

// The library leaves out which folder it is that does not exist.
std::filesystem::path parent_folder() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (!error) return parent;
  const char* named = std::getenv("TMPDIR");
  throw std::filesystem::filesystem_error("TMPDIR must name a folder that can be written",
                                          named == nullptr ? "/tmp" : named, error);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  const std::filesystem::path parent = parent_folder();
  static std::once_flag swept;
  std::call_once(swept, [&] { sweep_abandoned_folders(parent); });

  std::string name = (parent / (std::string(kPrefix) + "XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) fail(name, errno);
  path_ = name;
  owner_ = locked_owner_file(path_);
  if (owner_) return;
  const int error = errno;
  remove_folder(path_);
  fail(path_, error);
}

TemporaryFolder::~TemporaryFolder() { remove_folder(path_); }

std::size_t sweep_abandoned_folders(const std::filesystem::path& parent) {
  std::error_code error;
  std::vector<std::filesystem::path> candidates;
  for (std::filesystem::directory_iterator at(parent, error), end; !error && at != end;
       at.increment(error)) {
    const std::filesystem::path& path = at->path();
    if (path.filename().string().starts_with(kPrefix) && is_a_folder_of_this_user(path)) {
      candidates.push_back(path);
    }
  }
  std::size_t removed = 0;
  for (const std::filesystem::path& folder : candidates) {
    removed += remove_if_abandoned(folder) ? 1 : 0;
  }
  return removed;
}

}  // namespace conform
