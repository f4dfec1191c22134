// Proof that every check can fail: the reference client must pass it, and the broken client that it
// names must not.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "clients/profile/profile.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/schedule.hpp"
#include "suites/scenario.hpp"

namespace conform::runner {

struct Kill {
  std::string scenario;  // of an invariant: the one in which it was killed, or the last one tried
  std::string check;     // "invariant/ID" of an invariant
  Severity severity = Severity::kMust;
  std::string catcher;
  std::string reference;  // what the reference got: a verdict's name, or "-" when it was not judged
  std::string caught;     // what the catcher got
  bool killed = false;    // the reference passes, the catcher fails
  std::string remark;     // why not, when it is not
};

struct KillTable {
  std::vector<Kill> kills;            // checks by scenario, then the invariants
  std::vector<Play> reference_plays;  // one a scenario
  std::vector<std::string> idle;      // broken profiles that no check names; only of a whole proof

  bool has_harness_error = false;
  [[nodiscard]] bool complete() const;  // every check is killed and the reference passes everything
  [[nodiscard]] std::size_t survivors() const;
};

struct Proof {
  std::vector<const Scenario*> scenarios;
  const std::vector<Check>& invariants;
  const std::map<std::string, clients::Profile>& profiles;
  bool whole = true;  // every scenario is there: an invariant that nothing exercises is a survivor
  std::size_t jobs = 2;
};

// An invariant's catcher is played on the scenarios in which the reference exercises it, until one
// kills it. Throws std::runtime_error when there is no profile "reference".
KillTable prove(const Proof& proof, const PlayOne& play_one, const OnPlayed& on_played);

}  // namespace conform::runner
