#include "runner/plays/play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <stop_token>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "clients/programs/running_programs.hpp"
#include "clients/protocol/recorded_call.hpp"
#include "clients/scripted/scripted_client.hpp"
#include "foundation/text/digest.hpp"
#include "mock_server/serving/omni_server.hpp"
#include "mock_server/world/known_keys.hpp"
#include "suites/judge.hpp"

namespace conform::runner {

using clients::Client;
using clients::Outcome;
using clients::Person;
using clients::Profile;
using clients::RunningPrograms;
using clients::ScriptedClient;
using mock::Admission;
using mock::Change;
using mock::ConnectionEnds;
using mock::MockOmni;
using mock::OmniServer;
using mock::World;

namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};

std::string told(const Outcome& outcome) {
  std::string text(to_string(outcome.kind));
  if (!outcome.text.empty()) text += ": " + outcome.text;
  return text;
}

Outcome outcome_of(const Intent& intent, const Transcript& transcript, Client& client) {
  const std::size_t before = transcript.size();
  Outcome outcome = client.perform(intent);
  if (is_to_be_cancelled(intent) && outcome.kind != Outcome::Kind::kCannot) {
    clients::await_recorded_call(transcript, before);
  }
  return outcome;
}

// Programs of plays that run at the same time could find each other's mocks. A scripted client asks
// its own alone.
Admission admission_to(const MockOmni& mock, TimeKind time) {
  if (time == TimeKind::kManual) return {};
  return [&mock](const ConnectionEnds& ends) {
    return RunningPrograms::of_this_process().admits(mock, ends);
  };
}

// The client is finished before the server stops: ending a session is a request too.
void act(const Scenario& scenario, const Profile& profile, OmniServer& server,
         const PlaySetup& setup, const MakeClient& make_client, TimeKind time, std::uint64_t seed) {
  MockOmni& mock = server.mock();
  server.listen({.avoided = redirect_ports(profile.behaviour), .admits = admission_to(mock, time)});
  std::jthread looking;
  if (setup.onlooker) {
    looking = std::jthread(
        [&](const std::stop_token& stop) { setup.onlooker(scenario, profile, mock, stop); });
  }
  Person person(mock);
  const std::unique_ptr<Client> client = make_client(scenario, profile, mock, person, seed);
  for (const Step& step : scenario.act) take(step, mock, person, *client);
  client->finish();
  server.stop();
}

std::shared_ptr<Clock> clock_of(TimeKind time) {
  if (time == TimeKind::kManual) return std::make_shared<ManualClock>();
  return std::make_shared<SystemClock>();
}

void perform(Play& result, const Scenario& scenario, const Profile& profile, const PlaySetup& setup,
             const MakeClient& make_client, TimeKind time) {
  const std::uint64_t seed = seed_of(setup.seed, scenario.id, profile.id);
  OmniServer server(arranged(scenario, setup.world), setup.fixtures, clock_of(time), seed);
  std::string error;
  try {
    act(scenario, profile, server, setup, make_client, time, seed);
  } catch (const std::exception& thrown) {
    error = thrown.what();
    server.stop();
  }
  result = judged(scenario, profile, setup.world, server.mock(), time == TimeKind::kSystem, error);
}

}  // namespace

World arranged(const Scenario& scenario, World world) {
  for (const Change& change : scenario.arrange) change.apply(world);
  return world;
}

void take(const Step& step, MockOmni& mock, Person& person, Client& client) {
  const auto note = [&mock](Note::Kind kind, std::string text) {
    mock.transcript().note(kind, std::move(text), mock.clock().now());
  };
  std::visit(Overloaded{[&](const Intent& intent) {
                          note(Note::Kind::kIntent, describe(intent));
                          note(Note::Kind::kOutcome,
                               told(outcome_of(intent, mock.transcript(), client)));
                        },
                        [&](const PersonMove& move) { person.perform(move); },
                        [&](const AdminMove& move) {
                          const auto count = [&] {
                            return mock.transcript().notes(Note::Kind::kAdmin).size();
                          };
                          const std::size_t before = count();
                          move.apply(mock);
                          // Changes of the world are noted by the mock; what it does silently is
                          // noted here.
                          if (count() == before) note(Note::Kind::kAdmin, move.text);
                        }},
             step);
}

Play judged(const Scenario& scenario, const Profile& profile, const World& world,
            const MockOmni& mock, bool has_output, const std::string& error) {
  Play result;
  result.scenario = scenario.id;
  result.title = scenario.title;
  result.profile = profile.id;
  result.error = error;
  result.entries = mock.transcript().entries();
  if (error.empty()) {
    result.checks = judge(scenario, result.entries, profile.allowances);
    result.verdict = verdict_of(result.checks);
  } else {
    result.verdict = Verdict::kHarnessError;
  }
  if (has_output) {
    for (const Note& note : mock.transcript().notes(Note::Kind::kOutput)) {
      result.output.push_back(note.text);
    }
  }
  Redactor redactor = redactor_of(world, mock);
  redactor.learn(result.entries);
  redact(result, redactor);
  return result;
}

Redactor redactor_of(const World& before, const MockOmni& mock) {
  Redactor redactor({});
  know_keys(before, redactor);
  know_keys(*mock.world(), redactor);
  for (const auto& [authority, name] : mock.display_names()) redactor.rename(authority, name);
  return redactor;
}

Play play(const Scenario& scenario, const Profile& profile, const PlaySetup& setup,
          const MakeClient& make_client, TimeKind time) {
  Play result;
  result.scenario = scenario.id;
  result.title = scenario.title;
  result.profile = profile.id;
  const auto began = std::chrono::steady_clock::now();
  try {
    perform(result, scenario, profile, setup, make_client, time);
  } catch (const std::exception& error) {
    result.verdict = Verdict::kHarnessError;
    result.error = error.what();
    // Nothing half redacted may leave.
    result.checks.clear();
    result.entries.clear();
    result.output.clear();
  }
  result.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  return result;
}

Play play_scripted(const Scenario& scenario, const Profile& profile, const PlaySetup& setup) {
  const MakeClient make = [](const Scenario&, const Profile& of, MockOmni& mock, Person& person,
                             std::uint64_t seed) -> std::unique_ptr<Client> {
    return std::make_unique<ScriptedClient>(of, mock, person, seed);
  };
  return play(scenario, profile, setup, make, TimeKind::kManual);
}

PlayOne scripted(const PlaySetup& setup) {
  return [&setup](const Scenario& scenario, const Profile& profile) {
    return play_scripted(scenario, profile, setup);
  };
}

std::uint64_t seed_of(std::uint64_t run_seed, std::string_view scenario, std::string_view profile) {
  const std::string digest = sha256(fmt::format("{}\n{}\n{}", run_seed, scenario, profile));
  std::uint64_t seed = 0;
  for (std::size_t at = 0; at < sizeof(seed); ++at) {
    seed = (seed << 8U) | static_cast<unsigned char>(digest[at]);
  }
  return seed;
}

void redact(Play& play, const Redactor& redactor) {
  for (Entry& entry : play.entries) {
    std::visit([&](auto& it) { redactor.redact(it); }, entry);
  }
  for (CheckResult& check : play.checks) {
    check.expected = redactor.own(std::move(check.expected));
    check.finding.seen = redactor.sentence(std::move(check.finding.seen));
  }
  for (std::string& line : play.output) line = redactor(std::move(line));
  play.error = redactor.sentence(std::move(play.error));
}

}  // namespace conform::runner
