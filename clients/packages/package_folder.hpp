// A folder of a cache that is filled once and whole, by whichever process comes first.
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "clients/process/process.hpp"

namespace conform::clients {

// The program can't be had on this machine: it was not run, and nothing is said about it. what()
// has the words of the tool that refused.
class ClientUnavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Where `what` ("mcp-remote@0.15.1") is or will be.
std::filesystem::path package_folder(std::string_view what, const std::filesystem::path& cache);

// Makes sure that package_folder() is there and returns it. `fill` gets an empty folder that takes
// its place when it returns, and throws ClientUnavailable. Safe to call from several processes and
// threads at once. Throws ClientUnavailable.
std::filesystem::path filled_package_folder(
    std::string_view what, const std::filesystem::path& cache,
    const std::function<void(const std::filesystem::path&)>& fill);

// Runs a step of an installation in our own environment (a registry may need a proxy or a
// configuration of the user's). Throws ClientUnavailable with what the program said when it does
// not succeed in ten minutes.
void run_installer(std::string_view what, std::vector<std::string> command,
                   const std::filesystem::path& folder);

}  // namespace conform::clients
