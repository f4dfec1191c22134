// Where an external program lives during one play: an empty home and an environment without
// anything of ours.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "foundation/files/temporary_folder.hpp"

namespace conform::clients {

// A new folder below the system's temporary one; removed with all that the program left in it.
class ProgramHome {
 public:
  ProgramHome();  // throws std::filesystem::filesystem_error

  [[nodiscard]] std::filesystem::path home() const { return root_.path() / "home"; }
  [[nodiscard]] std::filesystem::path browser_folder() const { return root_.path() / "browser"; }

  // As new: whatever the program kept is gone. Not while it runs.
  void empty();

  // PATH (with the stand-in browser first), HOME and its kin, telemetry and updates off. Of our own
  // environment only the rest of PATH is handed on.
  [[nodiscard]] std::map<std::string, std::string> environment() const;

 private:
  void furnish();

  TemporaryFolder root_;
};

// Where programs are looked for: our own PATH, or the system's usual one.
std::string program_path();

// A port on loopback that was free a moment ago.
int free_port();

}  // namespace conform::clients
