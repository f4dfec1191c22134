#include "runner/test_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <ostream>

#include "clients/external_client.hpp"
#include "runner/catalog.hpp"
#include "runner/exit_code.hpp"
#include "runner/installation.hpp"
#include "runner/nearest.hpp"
#include "runner/play.hpp"
#include "runner/stage.hpp"

namespace conform {
namespace {

Profile profile_of_command(const std::vector<std::string>& command) {
  Profile profile;
  profile.id = std::filesystem::path(command.front()).filename().string();
  if (profile.id.empty()) profile.id = "command";
  profile.title = fmt::format("{}", fmt::join(command, " "));
  profile.kind = "external";
  profile.launch.command = command;
  return profile;
}

Profile external_profile(const TestOptions& options, const Catalog& catalog) {
  if (options.client.empty() == options.command.empty()) {
    throw UsageError("Say which client: `test --client NAME`, or `test -- COMMAND...`.");
  }
  if (!options.command.empty()) return profile_of_command(options.command);
  const auto found = catalog.profiles.find(options.client);
  if (found != catalog.profiles.end() && found->second.kind == "external") return found->second;
  if (found != catalog.profiles.end()) {
    throw UsageError(fmt::format(
        "Profile '{0}' is a script, not a program: use `omni-conform run --profile {0}`.",
        options.client));
  }
  std::vector<std::string> names;
  for (const auto& [id, profile] : catalog.profiles) {
    if (profile.kind == "external") names.push_back(id);
  }
  throw unknown_name("external client", options.client, names);
}

// A baseline may be one for all clients, and this one's name may be no profile's.
std::vector<std::string> names_with(const Catalog& catalog, const std::string& client) {
  std::vector<std::string> names = {client};
  for (const auto& [id, profile] : catalog.profiles) names.push_back(id);
  return names;
}

std::string replay_of(const TestOptions& options) {
  std::vector<std::string> words = {"omni-conform", "test", "{scenario}", "--seed",
                                    std::to_string(options.seed)};
  if (!options.fixtures.empty()) words.insert(words.end(), {"--fixtures", options.fixtures});
  if (!options.client.empty()) {
    words.insert(words.end(), {"--client", options.client});
  } else {
    words.emplace_back("--");
    words.insert(words.end(), options.command.begin(), options.command.end());
  }
  return shell_line(words);
}

}  // namespace

int test_command(const TestOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  const Profile profile = external_profile(options, catalog);
  const std::vector<const Scenario*> scenarios = select_scenarios(options.filters, catalog.stock());
  const Preparation preparation = prepare(options, catalog, names_with(catalog, profile.id));
  const std::filesystem::path packages =
      options.packages.empty() ? packages_folder() : std::filesystem::path(options.packages);

  try {
    make_available(profile.launch, packages);  // once, and before anything is played
  } catch (const ClientUnavailable& unavailable) {
    streams.err << fmt::format("{} was not run: {}\n", profile.id, unavailable.what());
    return kHarnessError;
  }

  const Stage stage = load_stage(catalog.folder, options.seed);
  const MakeClient make = [&packages](const Scenario& scenario, const Profile& of, MockOmni& mock,
                                      Person& person, std::uint64_t) -> std::unique_ptr<Client> {
    return std::make_unique<ExternalClient>(of.launch, scenario, mock, person, packages);
  };
  std::vector<PlayTask> tasks;
  tasks.reserve(scenarios.size());
  for (const Scenario* scenario : scenarios) {
    tasks.emplace_back(
        [&, scenario] { return play(*scenario, profile, stage, make, TimeKind::kSystem); });
  }
  RunHead head = head_of(options);
  head.profiles = {profile.id};
  head.replays[profile.id] = replay_of(options);
  for (const Scenario* scenario : scenarios) head.scenarios.push_back(scenario->id);
  return play_and_tell(std::move(head), tasks, preparation, options, catalog, streams);
}

}  // namespace conform
