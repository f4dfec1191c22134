// Programs from npm: installed once into a folder of ours, without running their scripts.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string_view>

namespace conform {

// The program can't be had on this machine: it was not run, and nothing is said about it. what()
// has the words of the tool that refused.
class ClientUnavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Makes sure that "name@version" lies in cache/name@version and returns that folder, which then
// holds node_modules. Safe to call from several processes at once. Throws ClientUnavailable.
std::filesystem::path install_npm_package(std::string_view package,
                                          const std::filesystem::path& cache);

}  // namespace conform
