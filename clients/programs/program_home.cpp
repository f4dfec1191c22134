#include "clients/programs/program_home.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "clients/process/process.hpp"
#include "foundation/files/descriptor.hpp"
#include "foundation/files/remove_folder.hpp"

namespace conform::clients {
ProgramHome::ProgramHome() { furnish(); }

void ProgramHome::furnish() {
  for (const char* const folder :
       {"tmp", "run", ".config", ".cache", ".local/share", ".local/state"}) {
    std::filesystem::create_directories(home() / folder);
  }
  // A runtime folder that others can read is refused by some (XDG Base Directory Specification).
  std::filesystem::permissions(home() / "run", std::filesystem::perms::owner_all);
}

void ProgramHome::empty() {
  if (!remove_folder(home())) {
    throw std::system_error(errno, std::generic_category(), "can't empty " + home().string());
  }
  furnish();
}

std::string program_path() {
  const std::map<std::string, std::string> ours = own_environment();
  const auto path = ours.find("PATH");
  return path == ours.end() ? "/usr/bin:/bin" : path->second;
}

std::map<std::string, std::string> ProgramHome::environment() const {
  const std::string home_folder = home().string();
  return {
      {"PATH", browser_folder().string() + ":" + program_path()},
      {"HOME", home_folder},
      {"TMPDIR", home_folder + "/tmp"},
      {"XDG_CONFIG_HOME", home_folder + "/.config"},
      {"XDG_CACHE_HOME", home_folder + "/.cache"},
      {"XDG_DATA_HOME", home_folder + "/.local/share"},
      {"XDG_STATE_HOME", home_folder + "/.local/state"},
      {"XDG_RUNTIME_DIR", home_folder + "/run"},
      {"BROWSER", (browser_folder() / "xdg-open").string()},
      {"USER", "conform"},
      {"LOGNAME", "conform"},
      {"SHELL", "/bin/sh"},
      {"LANG", "C.UTF-8"},
      {"TZ", "UTC"},
      {"TERM", "dumb"},
      {"NO_COLOR", "1"},
      {"PYTHONUNBUFFERED", "1"},  // into a pipe Python would write its lines when it ends
      {"DO_NOT_TRACK", "1"},
      {"DISABLE_TELEMETRY", "1"},
      {"DISABLE_AUTOUPDATER", "1"},
      {"NO_UPDATE_NOTIFIER", "1"},
  };
}

int free_port() {
  const Descriptor fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool known =
      fd && bind(fd.get(), generic, size) == 0 && getsockname(fd.get(), generic, &size) == 0;
  if (!known) throw std::system_error(errno, std::generic_category(), "no free port on loopback");
  return ntohs(address.sin_port);
}

}  // namespace conform::clients
