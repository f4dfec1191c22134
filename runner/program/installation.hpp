// Where this program's own files are: inside it when it is portable, and then unpacked at the first
// call; beside the executable when installed; else in the source tree. Thread-safe. Everything but
// share_folder_of() throws std::runtime_error when they cannot be unpacked.
#pragma once

#include <filesystem>
#include <string>

namespace conform::runner {

// The fixtures of this installation, or the folder that the user named. Throws UsageError when it
// is none.
std::filesystem::path fixtures_folder(const std::string& named);

// Our small programs around SDKs, which real clients are played with.
std::filesystem::path drivers_folder();

// The clients that `init` copies.
std::filesystem::path examples_folder();

// Where packages of external clients are kept: in the build tree, or the user's cache when
// installed.
std::filesystem::path packages_folder();

// What we may keep for this user: $XDG_CACHE_HOME/omni-conform, or ~/.cache/omni-conform. Empty
// where neither is known. It need not exist.
std::filesystem::path user_cache_folder();

// The share folder of an installation whose program is `executable`, or empty when it is not
// installed.
std::filesystem::path share_folder_of(const std::filesystem::path& executable);

}  // namespace conform::runner
