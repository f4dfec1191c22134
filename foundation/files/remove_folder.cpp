#include "foundation/files/remove_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace conform {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

// May be looked into and written by its owner afterwards.
Directory open_at(int parent, const char* name) {
  constexpr int kHow = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  // Without rights to it, it can't be opened; a link is told by O_NOFOLLOW.
  ::fchmodat(parent, name, S_IRWXU, AT_SYMLINK_NOFOLLOW);
  const int descriptor = ::openat(parent, name, kHow);
  if (descriptor < 0) return nullptr;
  Directory directory(::fdopendir(descriptor));
  if (!directory) ::close(descriptor);
  return directory;
}

std::vector<std::string> names_in(DIR* directory) {
  std::vector<std::string> names;
  ::rewinddir(directory);
  while (const dirent* entry = ::readdir(directory)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  return names;
}

// True also when it is a folder that was empty.
bool removed_at(int parent, const char* name) {
  return ::unlinkat(parent, name, 0) == 0 || ::unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

// Empties folders from the top: what is not empty in one of them is moved up beside it. So no path
// is longer than two names, and no more than two folders are open.
class Emptying {
 public:
  explicit Emptying(DIR* top) : top_(top) {}

  bool run() {
    for (std::vector<std::string> names = names_in(top_); !names.empty(); names = names_in(top_)) {
      for (const std::string& name : names) {
        if (!removed_at(at(), name.c_str()) && !flatten(name.c_str())) return false;
      }
    }
    return true;
  }

 private:
  [[nodiscard]] int at() const { return ::dirfd(top_); }

  bool flatten(const char* name) {
    const Directory folder = open_at(at(), name);
    if (!folder) return false;
    const int from = ::dirfd(folder.get());
    for (const std::string& inner : names_in(folder.get())) {
      if (!removed_at(from, inner.c_str()) && !move_up(from, inner.c_str())) return false;
    }
    return ::unlinkat(at(), name, AT_REMOVEDIR) == 0;
  }

  // A folder's parent is written into it, so it must be writable.
  bool move_up(int from, const char* inner) {
    ::fchmodat(from, inner, S_IRWXU, AT_SYMLINK_NOFOLLOW);
    for (;;) {
      const std::string name = "moved-" + std::to_string(++moved_);
      if (::renameat2(from, inner, at(), name.c_str(), RENAME_NOREPLACE) == 0) return true;
      if (errno != EEXIST) return false;
    }
  }

  DIR* top_;
  std::size_t moved_ = 0;
};

}  // namespace

bool remove_folder(const std::filesystem::path& folder) {
  const Directory top = open_at(AT_FDCWD, folder.c_str());
  return top && Emptying(top.get()).run() && ::rmdir(folder.c_str()) == 0;
}

}  // namespace conform
