// Programs from npm: installed once into a folder of ours, without running their scripts.
#pragma once

#include <filesystem>
#include <string_view>

#include "clients/packages/package_folder.hpp"

namespace conform::clients {

// Makes sure that "name@version" lies in cache/name@version and returns that folder, which then
// holds node_modules. Safe to call from several processes at once. Throws ClientUnavailable.
std::filesystem::path install_npm_package(std::string_view package,
                                          const std::filesystem::path& cache);

}  // namespace conform::clients
