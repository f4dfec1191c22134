// Packages from PyPI: installed once into a virtual environment of ours.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "clients/packages/package_folder.hpp"

namespace conform::clients {

// Where the virtual environment with these packages ("mcp==2.3.0") is or will be.
std::filesystem::path python_environment(const std::vector<std::string>& packages,
                                         const std::filesystem::path& cache);

// Makes sure that it is there and returns it; its interpreter is bin/python. Only wheels are
// installed, so no code of a package runs meanwhile. Safe to call from several processes at once.
// Throws ClientUnavailable.
std::filesystem::path install_python_packages(const std::vector<std::string>& packages,
                                              const std::filesystem::path& cache);

}  // namespace conform::clients
