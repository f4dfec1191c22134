#include "runner/commands/clients_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "reports/text.hpp"
#include "runner/choice/real_clients.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"

namespace conform::runner {

using clients::ClientUnavailable;
using clients::Profile;
using clients::Provisions;
using reports::printed;

int clients_list_command(const ClientsOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  const Provisions provisions = provisions_of(options.packages);
  const std::vector<Profile> profiles = real_clients(options.names, catalog);
  std::size_t width = 0;
  for (const Profile& profile : profiles) width = std::max(width, profile.id.size());
  for (const Profile& profile : profiles) {
    const bool there = is_installed(profile.launch, provisions);
    streams.out << fmt::format("  {:<{}}  {:<13}  {}\n", profile.id, width,
                               there ? "installed" : "not installed",
                               fmt::join(packages_of(profile.launch), ", "));
  }
  streams.out << fmt::format("\nThey are kept in {}.\n", provisions.packages.string());
  return kConformant;
}

int clients_install_command(const ClientsOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  const Provisions provisions = provisions_of(options.packages);
  int code = kConformant;
  for (const Profile& profile : real_clients(options.names, catalog)) {
    try {
      make_available(profile.launch, provisions);
      streams.out << fmt::format("{} is ready: {}\n", profile.id,
                                 fmt::join(packages_of(profile.launch), ", "));
    } catch (const ClientUnavailable& unavailable) {
      streams.err << fmt::format("{} can't be run here: {}\n", profile.id,
                                 printed(unavailable.what()));
      code = kHarnessError;
    }
  }
  return code;
}

}  // namespace conform::runner
