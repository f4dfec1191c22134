#include "runner/program/installation.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <system_error>

#include "runner/program/carried_files.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/unpacked_files.hpp"

namespace conform::runner {
namespace {

// Where fixtures, drivers and examples lie: what the program carries goes before what lies beside
// it, which can be of another version. Empty: in the source tree.
std::filesystem::path own_share_folder() {
  if (!carried_files().empty()) {
    static const UnpackedFiles unpacked(carried_files());
    return unpacked.folder();
  }
  std::error_code error;
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path() : share_folder_of(executable);
}

bool is_fixtures(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::is_directory(folder / "clients", ignored) &&
         std::filesystem::is_directory(folder / "worlds", ignored);
}

}  // namespace

std::filesystem::path share_folder_of(const std::filesystem::path& executable) {
  const std::filesystem::path share =
      executable.parent_path().parent_path() / "share" / "omni-conform";
  return is_fixtures(share / "fixtures") ? share : std::filesystem::path();
}

std::filesystem::path fixtures_folder(const std::string& named) {
  if (!named.empty()) {
    if (is_fixtures(named)) return named;
    throw UsageError(
        fmt::format("--fixtures {}: no folder with the folders clients and worlds in it", named));
  }
  const std::filesystem::path share = own_share_folder();
  return share.empty() ? source_folder() / "fixtures" : share / "fixtures";
}

std::filesystem::path drivers_folder() {
  const std::filesystem::path share = own_share_folder();
  return share.empty() ? source_folder() / "clients/drivers" : share / "drivers";
}

std::filesystem::path examples_folder() {
  const std::filesystem::path share = own_share_folder();
  return share.empty() ? source_folder() / "examples" : share / "examples";
}

std::filesystem::path user_cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::filesystem::path(cache) / "omni-conform";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return std::filesystem::path(home) / ".cache" / "omni-conform";
}

std::filesystem::path packages_folder() {
  if (carried_files().empty() && own_share_folder().empty()) {
    return source_folder() / "build/clients";
  }
  const std::filesystem::path cache = user_cache_folder();
  return cache.empty() ? std::filesystem::temp_directory_path() / "omni-conform" : cache;
}

}  // namespace conform::runner
