// One play: a world is arranged, a client acts on it, and the record is judged.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "clients/browser/person.hpp"
#include "clients/client.hpp"
#include "clients/profile/profile.hpp"
#include "mock_server/mock_omni.hpp"
#include "record/redactor.hpp"
#include "suites/scenario.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

// Looks on while a play goes on: called when its mock is served, on a thread of its own, and asked
// to stop when everything is in the record. Must not throw.
using Onlooker = std::function<void(const Scenario& scenario, const clients::Profile& profile,
                                    const mock::MockOmni& mock, const std::stop_token& stop)>;

// What every play starts from. Read-only while plays run.
struct PlaySetup {
  mock::World world;
  std::shared_ptr<const mock::Fixtures> fixtures;
  std::uint64_t seed = 1;
  Onlooker onlooker = {};  // none: nobody looks on
};

// Makes the client of one play. `seed` is the play's own.
using MakeClient = std::function<std::unique_ptr<clients::Client>(
    const Scenario& scenario, const clients::Profile& profile, mock::MockOmni& mock,
    clients::Person& person, std::uint64_t seed)>;

// The clock of a play: a manual one for scripted clients, which only moves when it is told to, or
// the system's for programs.
enum class TimeKind { kManual, kSystem };

// Safe to call from several threads with one setup. Never throws: whatever goes wrong on our side
// is a play with the verdict kHarnessError and the error's text. The play's entries, findings and
// output are redacted.
Play play(const Scenario& scenario, const clients::Profile& profile, const PlaySetup& setup,
          const MakeClient& make_client, TimeKind time);

// The parts of a play, for a mock that is served otherwise. What the scenario arranges:
mock::World arranged(const Scenario& scenario, mock::World world);
// One step: asks the client, or moves the person or an admin, and notes that in the record. Throws
// for a fault of the harness only.
void take(const Step& step, mock::MockOmni& mock, clients::Person& person, clients::Client& client);
// What the mock's record says of the scenario, redacted. `world` is what was there before anything
// was arranged. With `has_output`, what the client told its user is kept beside the record. With an
// `error` of ours there is no verdict.
Play judged(const Scenario& scenario, const clients::Profile& profile, const mock::World& world,
            const mock::MockOmni& mock, bool has_output, const std::string& error = {});

// What knows the secrets of a play: the keys of the world before anything was arranged and of the
// mock's now, and the names of its sites. What is in the record it is yet to learn.
Redactor redactor_of(const mock::World& before, const mock::MockOmni& mock);

// A play with a scripted client.
Play play_scripted(const Scenario& scenario, const clients::Profile& profile,
                   const PlaySetup& setup);

// Makes one play of many; safe to call from several threads.
using PlayOne = std::function<Play(const Scenario& scenario, const clients::Profile& profile)>;
// The same as play_scripted(). `setup` must outlive it.
PlayOne scripted(const PlaySetup& setup);

// A play's own seed: the same whether it is played alone or among others.
std::uint64_t seed_of(std::uint64_t run_seed, std::string_view scenario, std::string_view profile);

// Replaces secrets and ports in every text of the play that could hold one. What a check expects is
// our own text and stays.
void redact(Play& play, const Redactor& redactor);

}  // namespace conform::runner
