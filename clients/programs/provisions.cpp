#include "clients/programs/provisions.hpp"

#include "clients/packages/npm_package.hpp"
#include "clients/packages/python_environment.hpp"
#include "clients/process/process.hpp"
#include "clients/programs/program_home.hpp"
#include "foundation/text/placeholders.hpp"

namespace conform::clients {
namespace {

void find_programs(const Launch& launch, const std::map<std::string, std::string>& values) {
  std::vector<std::string> programs;
  if (!launch.command.empty()) programs.push_back(launch.command.front());
  for (const auto& [intent, commands] : launch.intents) {
    for (const CommandLine& command : commands) programs.push_back(command.front());
  }
  for (const std::string& program : programs) {
    try {
      find_program(with_placeholders(program, values), program_path());
    } catch (const ProcessError& error) {
      throw ClientUnavailable(error.what());
    }
  }
}

}  // namespace

std::vector<std::string> packages_of(const Launch& launch) {
  std::vector<std::string> packages = launch.python_packages;
  if (!launch.npm_package.empty()) packages.push_back(launch.npm_package);
  return packages;
}

bool is_installed(const Launch& launch, const Provisions& provisions) {
  const bool has_npm = launch.npm_package.empty() || std::filesystem::exists(package_folder(
                                                         launch.npm_package, provisions.packages));
  const bool has_python =
      launch.python_packages.empty() ||
      std::filesystem::exists(python_environment(launch.python_packages, provisions.packages));
  return has_npm && has_python;
}

std::map<std::string, std::string> make_available(const Launch& launch,
                                                  const Provisions& provisions) {
  if (!launch.is_given()) throw ClientUnavailable("there is no command to run");
  std::map<std::string, std::string> values;
  values["drivers"] = provisions.drivers.string();
  if (!launch.npm_package.empty()) {
    values["package"] = install_npm_package(launch.npm_package, provisions.packages).string();
  }
  if (!launch.python_packages.empty()) {
    values["python"] =
        (install_python_packages(launch.python_packages, provisions.packages) / "bin" / "python")
            .string();
  }
  find_programs(launch, values);
  return values;
}

}  // namespace conform::clients
