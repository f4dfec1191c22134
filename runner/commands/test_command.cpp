#include "runner/commands/test_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <utility>

#include "clients/programs/external_client.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/choice/client_documents.hpp"
#include "runner/choice/client_file.hpp"
#include "runner/choice/official_programs.hpp"
#include "runner/choice/real_clients.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/play_setup.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/shell_line.hpp"

namespace conform::runner {

using clients::ClientUnavailable;
using clients::Patience;
using clients::Person;
using clients::Profile;
using clients::Provisions;
using mock::MockOmni;

namespace {

constexpr std::string_view kClientFile = "conform.yaml";
// A client of the user's own that ends so often before its first request cannot be started so.
constexpr std::size_t kSilentPlays = 3;

bool is_file_name(const std::string& text) {
  return text.ends_with(".yaml") || text.ends_with(".yml") || text.ends_with(".json");
}

// The file that is named, or the one that lies in our folder; none where known clients are chosen.
std::optional<ClientDescription> client_file(const TestOptions& options, Streams& streams) {
  if (options.clients.size() == 1 && is_file_name(options.clients.front())) {
    return read_client_file(options.clients.front());
  }
  if (!options.clients.empty() || !std::filesystem::exists(kClientFile)) return std::nullopt;
  streams.err << fmt::format("Using {}.\n", kClientFile);
  return read_client_file(kClientFile);
}

// What the file says, as far as options do not say otherwise. None where known clients are chosen.
std::optional<ClientDescription> described_client(const TestOptions& options, Streams& streams) {
  std::optional<ClientDescription> file = client_file(options, streams);
  if (!file && options.command.empty()) return std::nullopt;
  ClientDescription client = file.value_or(ClientDescription{});
  if (!options.command.empty()) {
    client.command = options.command;
    client.intents.clear();
  }
  if (!options.name.empty()) client.name = options.name;
  if (options.stdio) client.way = DrivingWay::kStdio;
  if (options.official) client.way = DrivingWay::kOfficial;
  for (const std::string& variable : options.environment) {
    add_variable(variable, client.environment);
  }
  for (const std::string& document : options.client_documents) {
    add_client_document(document, client.client_documents);
  }
  client.without.insert(client.without.end(), options.without.begin(), options.without.end());
  return client;
}

// Options that speak of a client of the user's own say nothing of known ones.
void check_options(const TestOptions& options, bool has_own_client) {
  const bool names_known = !options.clients.empty() && !is_file_name(options.clients.front());
  if (has_own_client == names_known) {
    throw UsageError(
        "Say which client: `test --client NAME`, `test --client FILE.yaml`, or `test -- "
        "COMMAND...`.");
  }
  if (options.stdio && options.official) {
    throw UsageError("--stdio and --official are two ways: choose one.");
  }
  const bool describes = !options.name.empty() || !options.without.empty() ||
                         !options.environment.empty() || options.stdio || options.official;
  if (!has_own_client && describes) {
    throw UsageError(
        "--name, --env, --without, --stdio and --official are for a client of your own: `test -- "
        "COMMAND...`.");
  }
}

std::vector<Profile> chosen_profiles(const TestOptions& options, const Catalog& catalog,
                                     const std::optional<ClientDescription>& own) {
  if (!own) return real_clients(options.clients, catalog);
  Profile profile = profile_of(*own);
  if (profile.launch.official) {
    profile.launch.official_scenarios = load_official_scenarios(catalog.folder);
  }
  return {std::move(profile)};
}

Patience patience_of(const TestOptions& options, const std::optional<ClientDescription>& own) {
  Patience patience;
  if (own && own->timeout) patience.quiet = *own->timeout;
  if (options.timeout) {
    patience.quiet = std::chrono::milliseconds(static_cast<std::int64_t>(*options.timeout * 1000));
  }
  patience.settle = std::min(patience.settle, patience.quiet);
  if (options.requests) patience.limits.requests = *options.requests;
  return patience;
}

std::string replay_of(const TestOptions& options, const Profile& profile) {
  std::vector<std::string> words = {"omni-conform", "test", "{scenario}", "--seed",
                                    std::to_string(options.seed)};
  if (!options.fixtures.empty()) words.insert(words.end(), {"--fixtures", options.fixtures});
  if (options.timeout) {
    words.insert(words.end(), {"--timeout", fmt::format("{}", *options.timeout)});
  }
  if (options.requests) {
    words.insert(words.end(), {"--most-requests", std::to_string(*options.requests)});
  }
  if (options.command.empty()) {
    words.insert(words.end(),
                 {"--client", options.clients.empty()                 ? std::string(kClientFile)
                              : is_file_name(options.clients.front()) ? options.clients.front()
                                                                      : profile.id});
  } else {
    if (!options.name.empty()) words.insert(words.end(), {"--name", options.name});
    // Values may be secrets, and reports are shown to others.
    for (const std::string& variable : options.environment) {
      words.insert(words.end(), {"--env", variable.substr(0, variable.find('='))});
    }
    for (const std::string& document : options.client_documents) {
      words.insert(words.end(), {"--client-document", document});
    }
    for (const std::string& ability : options.without) {
      words.insert(words.end(), {"--without", ability});
    }
    if (options.stdio) words.emplace_back("--stdio");
    if (options.official) words.emplace_back("--official");
    words.emplace_back("--");
    words.insert(words.end(), options.command.begin(), options.command.end());
  }
  return shell_line(words);
}

// Installs what is missing, once and before anything is played. Those that can't be had are left
// out, in the words of what refused them.
std::vector<Player> available(std::vector<Player> players, const Provisions& provisions,
                              Streams& streams) {
  std::erase_if(players, [&](const Player& player) {
    try {
      make_available(player.profile.launch, provisions);
      return false;
    } catch (const ClientUnavailable& unavailable) {
      streams.err << fmt::format("{} was not run: {}\n", player.profile.id, unavailable.what());
      return true;
    }
  });
  return players;
}

Play play_program(const Scenario& scenario, const Profile& profile, const PlaySetup& setup,
                  const MakeClient& make) {
  if (!profile.launch.official) return play(scenario, profile, setup, make, TimeKind::kSystem);
  Play played = play(for_official_program(scenario), profile, setup, make, TimeKind::kSystem);
  excuse_what_never_came_up(played);
  return played;
}

// Of those that were chosen, what a program of the official suite is of use in.
std::vector<const Scenario*> playable(std::vector<const Scenario*> scenarios,
                                      const Profile& profile, Streams& streams) {
  if (!profile.launch.official) return scenarios;
  const std::size_t all = scenarios.size();
  std::erase_if(scenarios, [&](const Scenario* scenario) {
    return !profile.launch.official_scenarios.contains(scenario->id);
  });
  if (scenarios.empty()) {
    throw UsageError(
        "A program of the official suite connects by OAuth once, lists the tools and calls one: "
        "none of these scenarios is about that.");
  }
  streams.err << fmt::format(
      "{} of {} scenarios are about what a program of the official suite does.\n", scenarios.size(),
      all);
  return scenarios;
}

RunPlan plan_of(const TestOptions& options, const std::optional<ClientDescription>& own,
                const Catalog& catalog, Streams& streams) {
  PlayingOptions playing = options;
  if (own && playing.baseline.empty()) playing.baseline = own->baseline;
  if (own) playing.silent_plays = kSilentPlays;
  Selection selection;
  for (Profile& profile : chosen_profiles(options, catalog, own)) {
    std::string replay = replay_of(options, profile);
    selection.players.push_back({std::move(profile), std::move(replay)});
  }
  selection.scenarios = playable(select_scenarios(options.filters, catalog.stock()),
                                 selection.players.front().profile, streams);
  return plan_of(playing, catalog, std::move(selection));
}

}  // namespace

int test_command(const TestOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  const std::optional<ClientDescription> own = described_client(options, streams);
  check_options(options, own.has_value());
  RunPlan plan = plan_of(options, own, catalog, streams);
  const std::size_t wanted = plan.selection.players.size();
  const Provisions provisions = provisions_of(options.packages);
  plan.selection.players = available(std::move(plan.selection.players), provisions, streams);
  if (plan.selection.players.empty()) return kHarnessError;

  PlaySetup setup = load_play_setup(catalog.folder, plan.pace.seed);
  if (own) add_client_documents(own->client_documents, setup.world);
  if (plan.selection.players.front().profile.launch.official) add_official_document(setup.world);
  setup.onlooker = wire_onlooker(plan, setup.world, streams);
  const Interruption interruption;  // not before: what installs packages is ended by the signal
  Patience patience = patience_of(options, own);
  patience.interrupted = interruption.token();
  const MakeClient make = [&provisions, patience](const Scenario& scenario, const Profile& of,
                                                  MockOmni& mock, Person& person, std::uint64_t) {
    return make_external_client(of.launch, scenario, mock, person, provisions, patience);
  };
  const PlayOne play_one = [&](const Scenario& scenario, const Profile& profile) {
    return play_program(scenario, profile, setup, make);
  };
  const int code = play_and_report(plan, play_one, catalog, interruption, streams);
  return plan.selection.players.size() == wanted ? code : kHarnessError;
}

}  // namespace conform::runner
