#include "runner/test_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <ostream>
#include <utility>

#include "clients/external_client.hpp"
#include "runner/catalog.hpp"
#include "runner/exit_code.hpp"
#include "runner/installation.hpp"
#include "runner/play.hpp"
#include "runner/real_clients.hpp"
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

std::vector<Profile> chosen_profiles(const TestOptions& options, const Catalog& catalog) {
  if (options.clients.empty() == options.command.empty()) {
    throw UsageError("Say which client: `test --client NAME`, or `test -- COMMAND...`.");
  }
  if (!options.command.empty()) return {of_the_real_program(profile_of_command(options.command))};
  return real_clients(options.clients, catalog);
}

// A baseline may be one for all clients, and a command's name may be no profile's.
std::vector<std::string> names_with(const Catalog& catalog, const std::vector<Profile>& clients) {
  std::vector<std::string> names;
  names.reserve(clients.size() + catalog.profiles.size());
  for (const Profile& client : clients) names.push_back(client.id);
  for (const auto& [id, profile] : catalog.profiles) names.push_back(id);
  return names;
}

std::string replay_of(const TestOptions& options, const Profile& profile) {
  std::vector<std::string> words = {"omni-conform", "test", "{scenario}", "--seed",
                                    std::to_string(options.seed)};
  if (!options.fixtures.empty()) words.insert(words.end(), {"--fixtures", options.fixtures});
  if (options.command.empty()) {
    words.insert(words.end(), {"--client", profile.id});
  } else {
    words.emplace_back("--");
    words.insert(words.end(), options.command.begin(), options.command.end());
  }
  return shell_line(words);
}

// Installs what is missing, once and before anything is played. Those that can't be had are left
// out, in the words of what refused them.
std::vector<Profile> available(std::vector<Profile> profiles, const Provisions& provisions,
                               Streams& streams) {
  std::vector<Profile> found;
  found.reserve(profiles.size());
  for (Profile& profile : profiles) {
    try {
      make_available(profile.launch, provisions);
      found.push_back(std::move(profile));
    } catch (const ClientUnavailable& unavailable) {
      streams.err << fmt::format("{} was not run: {}\n", profile.id, unavailable.what());
    }
  }
  return found;
}

// One for each of cells_of(head), in their order. What it refers to must outlive them.
std::vector<PlayTask> tasks_of(const std::vector<const Scenario*>& scenarios,
                               const std::vector<Profile>& profiles, const Stage& stage,
                               const MakeClient& make) {
  std::vector<PlayTask> tasks;
  tasks.reserve(scenarios.size() * profiles.size());
  for (const Scenario* scenario : scenarios) {
    for (const Profile& profile : profiles) {
      tasks.emplace_back([&stage, &make, scenario, client = &profile] {
        return play(*scenario, *client, stage, make, TimeKind::kSystem);
      });
    }
  }
  return tasks;
}

}  // namespace

int test_command(const TestOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  std::vector<Profile> chosen = chosen_profiles(options, catalog);
  const std::vector<const Scenario*> scenarios = select_scenarios(options.filters, catalog.stock());
  const Preparation preparation = prepare(options, catalog, names_with(catalog, chosen));
  const Provisions provisions = provisions_of(options.packages);

  const std::size_t wanted = chosen.size();
  const std::vector<Profile> profiles = available(std::move(chosen), provisions, streams);
  if (profiles.empty()) return kHarnessError;

  const Stage stage = load_stage(catalog.folder, options.seed);
  const MakeClient make = [&provisions](const Scenario& scenario, const Profile& of, MockOmni& mock,
                                        Person& person, std::uint64_t) {
    return make_external_client(of.launch, scenario, mock, person, provisions);
  };
  RunHead head = head_of(options);
  for (const Profile& profile : profiles) {
    head.profiles.push_back(profile.id);
    head.replays[profile.id] = replay_of(options, profile);
  }
  for (const Scenario* scenario : scenarios) head.scenarios.push_back(scenario->id);
  const int code = play_and_tell(std::move(head), tasks_of(scenarios, profiles, stage, make),
                                 preparation, options, catalog, streams);
  return profiles.size() == wanted ? code : kHarnessError;
}

}  // namespace conform
