#include "clients/packages/package_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "foundation/files/descriptor.hpp"

namespace conform::clients {
namespace {

constexpr std::chrono::minutes kInstallLimit{10};
constexpr std::size_t kLongestComplaint = 2000;  // bytes of what the installer said

// Held while a package is installed, also against other processes. Goes with its owner.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& file)
      : fd_(open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
    while (fd_ && flock(fd_.get(), LOCK_EX) != 0 && errno == EINTR) {
    }
    if (!fd_) throw ClientUnavailable(fmt::format("can't write {}", file.string()));
  }

 private:
  Descriptor fd_;
};

std::string complaint(std::string_view program, const Completed& completed) {
  if (completed.timed_out) return fmt::format("{} did not end in ten minutes", program);
  std::string text = completed.err.empty() ? completed.out : completed.err;
  if (text.size() > kLongestComplaint) text.resize(kLongestComplaint);
  return fmt::format("{} ended with {}: {}", program, completed.end.text(), text);
}

}  // namespace

std::filesystem::path package_folder(std::string_view what, const std::filesystem::path& cache) {
  std::string name(what);
  std::ranges::replace(name, '/', '+');  // "@scope/name"
  return std::filesystem::absolute(cache) / name;
}

std::filesystem::path filled_package_folder(
    std::string_view what, const std::filesystem::path& cache,
    const std::function<void(const std::filesystem::path&)>& fill) {
  const std::filesystem::path folder = package_folder(what, cache);
  if (std::filesystem::exists(folder)) return folder;
  std::error_code error;
  std::filesystem::create_directories(cache, error);
  if (error) {
    throw ClientUnavailable(fmt::format("{} is not installed: can't make {}: {}", what,
                                        cache.string(), error.message()));
  }
  const FolderLock lock(folder.string() + ".lock");
  if (std::filesystem::exists(folder)) return folder;

  const std::filesystem::path unfinished = folder.string() + ".unfinished";
  std::filesystem::remove_all(unfinished);
  std::filesystem::create_directories(unfinished);
  try {
    fill(unfinished);
  } catch (const ClientUnavailable&) {
    std::filesystem::remove_all(unfinished, error);
    throw;
  }
  std::filesystem::rename(unfinished, folder);
  return folder;
}

void run_installer(std::string_view what, std::vector<std::string> command,
                   const std::filesystem::path& folder) {
  const std::string program = std::filesystem::path(command.front()).filename().string();
  ProcessSpec spec;
  spec.argv = std::move(command);
  spec.environment = own_environment();
  spec.directory = folder;
  const Completed completed = [&] {
    try {
      return run_to_end(std::move(spec), kInstallLimit);
    } catch (const ProcessError& error) {
      throw ClientUnavailable(fmt::format("{} is not installed: {}", what, error.what()));
    }
  }();
  if (!completed.end.success()) {
    throw ClientUnavailable(
        fmt::format("{} is not installed: {}", what, complaint(program, completed)));
  }
}

}  // namespace conform::clients
