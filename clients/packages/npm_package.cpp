#include "clients/packages/npm_package.hpp"

#include <string>

namespace conform::clients {

std::filesystem::path install_npm_package(std::string_view package,
                                          const std::filesystem::path& cache) {
  return filled_package_folder(package, cache, [package](const std::filesystem::path& folder) {
    run_installer(
        package,
        {"npm", "install", "--prefix", folder.string(), "--ignore-scripts", "--no-audit",
         "--no-fund", "--no-save", "--loglevel=error", "--no-progress", std::string(package)},
        folder);
  });
}

}  // namespace conform::clients
