#include "clients/packages/python_environment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

namespace conform::clients {
namespace {

std::string name_of(const std::vector<std::string>& packages) {
  return fmt::format("{}", fmt::join(packages, "+"));
}

}  // namespace

std::filesystem::path python_environment(const std::vector<std::string>& packages,
                                         const std::filesystem::path& cache) {
  return package_folder(name_of(packages), cache);
}

std::filesystem::path install_python_packages(const std::vector<std::string>& packages,
                                              const std::filesystem::path& cache) {
  const std::string name = name_of(packages);
  return filled_package_folder(name, cache, [&](const std::filesystem::path& folder) {
    run_installer(name, {"python3", "-m", "venv", folder.string()}, folder);
    std::vector<std::string> pip = {(folder / "bin" / "python").string(),
                                    "-m",
                                    "pip",
                                    "install",
                                    "--quiet",
                                    "--disable-pip-version-check",
                                    "--no-input",
                                    "--only-binary=:all:"};
    pip.insert(pip.end(), packages.begin(), packages.end());
    run_installer(name, std::move(pip), folder);
  });
}

}  // namespace conform::clients
