#include "runner/choice/real_clients.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"
#include "suites/judge.hpp"

namespace conform::runner {

using clients::Profile;
using clients::Provisions;

std::vector<Profile> real_clients(const std::vector<std::string>& names, const Catalog& catalog) {
  std::vector<std::string> ids;
  for (const auto& [id, profile] : catalog.profiles) {
    if (profile.launch.is_given()) ids.push_back(id);
  }
  std::vector<std::string> chosen;
  for (const std::string& name : names) {
    const std::size_t before = chosen.size();
    std::ranges::copy_if(ids, std::back_inserter(chosen), [&](const std::string& id) {
      return glob_matches(name, id) && std::ranges::find(chosen, id) == chosen.end();
    });
    const bool known = chosen.size() > before || std::ranges::find(chosen, name) != chosen.end();
    if (!known && catalog.profiles.contains(name)) {
      throw UsageError(fmt::format(
          "Profile '{0}' is a script, not a program: use `omni-conform run --profile {0}`.", name));
    }
    if (!known) throw unknown_name("external client", name, ids);
  }
  if (names.empty()) chosen = ids;

  std::vector<Profile> profiles;
  profiles.reserve(chosen.size());
  for (const std::string& id : chosen) {
    profiles.push_back(of_the_real_program(catalog.profiles.at(id)));
  }
  return profiles;
}

Provisions provisions_of(const std::string& packages) {
  return {.packages = packages.empty() ? packages_folder() : std::filesystem::path(packages),
          .drivers = drivers_folder()};
}

}  // namespace conform::runner
