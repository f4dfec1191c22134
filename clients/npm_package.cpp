#include "clients/npm_package.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>

#include "clients/process.hpp"

namespace conform {
namespace {

constexpr std::chrono::minutes kInstallLimit{5};
constexpr std::size_t kLongestComplaint = 2000;  // bytes of what npm said

// Held while a package is installed, also against other processes. Goes with its owner.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& file)
      : fd_(open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
    while (fd_ >= 0 && flock(fd_, LOCK_EX) != 0 && errno == EINTR) {
    }
    if (fd_ < 0) throw ClientUnavailable(fmt::format("can't write {}", file.string()));
  }
  ~FolderLock() { close(fd_); }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int fd_;
};

std::string complaint(const Completed& npm) {
  if (npm.timed_out) return "npm did not end in five minutes";
  std::string text = npm.err.empty() ? npm.out : npm.err;
  if (text.size() > kLongestComplaint) text.resize(kLongestComplaint);
  return fmt::format("npm ended with {}: {}", npm.end.text(), text);
}

void run_npm(std::string_view package, const std::filesystem::path& folder) {
  ProcessSpec npm;
  npm.argv = {"npm",           "install",           "--prefix",
              folder.string(), "--ignore-scripts",  "--no-audit",
              "--no-fund",     "--no-save",         "--loglevel=error",
              "--no-progress", std::string(package)};
  npm.environment =
      own_environment();  // the registry may need a proxy or a configuration of the user's
  npm.directory = folder;
  const Completed completed = [&] {
    try {
      return run_to_end(std::move(npm), kInstallLimit);
    } catch (const ProcessError& error) {
      throw ClientUnavailable(fmt::format("{} is not installed: {}", package, error.what()));
    }
  }();
  if (!completed.end.success()) {
    throw ClientUnavailable(fmt::format("{} is not installed: {}", package, complaint(completed)));
  }
}

}  // namespace

std::filesystem::path install_npm_package(std::string_view package,
                                          const std::filesystem::path& cache) {
  std::string name(package);
  std::replace(name.begin(), name.end(), '/', '+');  // "@scope/name"
  const std::filesystem::path folder = std::filesystem::absolute(cache) / name;
  if (std::filesystem::exists(folder / "node_modules")) return folder;
  std::error_code error;
  std::filesystem::create_directories(cache, error);
  if (error) {
    throw ClientUnavailable(fmt::format("{} is not installed: can't make {}: {}", package,
                                        cache.string(), error.message()));
  }
  const FolderLock lock(std::filesystem::absolute(cache) / (name + ".lock"));
  if (std::filesystem::exists(folder / "node_modules")) return folder;

  const std::filesystem::path unfinished = folder.string() + ".unfinished";
  std::filesystem::remove_all(unfinished);
  std::filesystem::create_directories(unfinished);
  try {
    run_npm(package, unfinished);
  } catch (const ClientUnavailable&) {
    std::filesystem::remove_all(unfinished, error);
    throw;
  }
  std::filesystem::remove_all(folder);
  std::filesystem::rename(unfinished, folder);
  return folder;
}

}  // namespace conform
