// What a launch needs to be on this machine, and where it is: packages and driver programs.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "clients/packages/package_folder.hpp"
#include "clients/profile/launch.hpp"

namespace conform::clients {

struct Provisions {
  std::filesystem::path packages;  // where packages are installed, a folder each
  std::filesystem::path drivers;   // small programs of ours around SDKs: clients/drivers
};

// What a launch has to have installed: "mcp-remote@0.15.1".
std::vector<std::string> packages_of(const Launch& launch);
bool is_installed(const Launch& launch, const Provisions& provisions);

// Installs what is not there yet, makes sure that the programs exist, and returns the values of the
// placeholders {package}, {python} and {drivers}. Thread-safe. Throws ClientUnavailable.
std::map<std::string, std::string> make_available(const Launch& launch,
                                                  const Provisions& provisions);

}  // namespace conform::clients
