#include "runner/proof/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace conform::runner {

using clients::Profile;

namespace {

const CheckResult* result_in(const Play& play, const std::string& id) {
  const auto found = std::ranges::find(play.checks, id, &CheckResult::id);
  return found == play.checks.end() ? nullptr : &*found;
}

// Keeps the plays, so that each is made only once.
class Plays {
 public:
  Plays(const PlayOne& play_one, std::size_t jobs, const OnPlayed& on_played)
      : play_one_(play_one), jobs_(jobs), on_played_(on_played) {}

  void want(const Scenario& scenario, const Profile& profile) {
    const Key key{scenario.id, profile.id};
    if (plays_.contains(key) || !wanted_.insert(key).second) return;
    tasks_.emplace_back([this, &scenario, &profile] { return play_one_(scenario, profile); });
  }

  void make() {
    for (Play& play : run_all(tasks_, jobs_, on_played_)) {
      const Key key{play.scenario, play.profile};
      plays_.insert_or_assign(key, std::move(play));
    }
    tasks_.clear();
    wanted_.clear();
  }

  [[nodiscard]] const Play& at(const std::string& scenario, const std::string& profile) const {
    return plays_.at({scenario, profile});
  }

  [[nodiscard]] bool any_harness_error() const {
    return std::ranges::any_of(
        plays_, [](const auto& entry) { return entry.second.verdict == Verdict::kHarnessError; });
  }

 private:
  using Key = std::pair<std::string, std::string>;
  const PlayOne& play_one_;
  std::size_t jobs_;
  const OnPlayed& on_played_;
  std::map<Key, Play> plays_;
  std::set<Key> wanted_;
  std::vector<PlayTask> tasks_;
};

// Fills in what both clients got and whether that is a kill.
void settle(Kill& kill, const Play& reference, const Play* caught) {
  const CheckResult* good = result_in(reference, kill.check);
  kill.reference = good == nullptr ? "-" : std::string(to_string(good->verdict));
  if (caught == nullptr) return;
  const CheckResult* bad = result_in(*caught, kill.check);
  kill.caught = bad == nullptr ? "-" : std::string(to_string(bad->verdict));
  const bool passes = good != nullptr && good->verdict == Verdict::kPass;
  const bool fails = bad != nullptr && bad->finding.outcome == Finding::Outcome::kFail;
  kill.killed = passes && fails;
  if (kill.killed) {
    kill.remark.clear();
  } else if (!caught->error.empty()) {
    kill.remark = caught->error;
  } else if (!passes) {
    kill.remark = "the reference does not pass it";
  } else {
    kill.remark = bad == nullptr ? "not judged" : bad->finding.seen;
  }
}

Kill kill_of(const Check& check, std::string scenario, std::string id) {
  Kill kill;
  kill.scenario = std::move(scenario);
  kill.check = std::move(id);
  kill.severity = check.severity;
  kill.catcher = check.catcher;
  return kill;
}

void settle_checks(KillTable& table, const Proof& proof, const Plays& plays) {
  for (const Scenario* scenario : proof.scenarios) {
    const Play& reference = plays.at(scenario->id, "reference");
    for (const Check& check : scenario->checks) {
      Kill kill = kill_of(check, scenario->id, check.id);
      const bool exists = proof.profiles.contains(check.catcher);
      if (!exists) kill.remark = fmt::format("there is no profile '{}'", check.catcher);
      settle(kill, reference, exists ? &plays.at(scenario->id, check.catcher) : nullptr);
      table.kills.push_back(std::move(kill));
    }
  }
}

struct Hunt {
  const Profile* catcher = nullptr;
  std::vector<const Scenario*> scenarios;  // where the reference exercises the invariant
  Kill kill;
};

void settle_invariants(KillTable& table, const Proof& proof, Plays& plays) {
  std::vector<Hunt> hunts;
  std::size_t longest = 0;
  for (const Check& check : proof.invariants) {
    Hunt hunt;
    hunt.kill = kill_of(check, "", "invariant/" + check.id);
    hunt.kill.reference = "-";
    for (const Scenario* scenario : proof.scenarios) {
      if (result_in(plays.at(scenario->id, "reference"), hunt.kill.check) != nullptr) {
        hunt.scenarios.push_back(scenario);
      }
    }
    // When only some scenarios are proved, invariants that none of them exercises are left out.
    if (hunt.scenarios.empty() && !proof.whole) continue;
    const auto profile = proof.profiles.find(check.catcher);
    if (hunt.scenarios.empty()) {
      hunt.kill.remark = "the reference exercises it in no scenario";
    } else if (profile == proof.profiles.end()) {
      hunt.kill.remark = fmt::format("there is no profile '{}'", check.catcher);
    } else {
      hunt.catcher = &profile->second;
      longest = std::max(longest, hunt.scenarios.size());
    }
    hunts.push_back(std::move(hunt));
  }
  for (std::size_t round = 0; round < longest; ++round) {
    const auto is_on = [round](const Hunt& hunt) {
      return hunt.catcher != nullptr && !hunt.kill.killed && round < hunt.scenarios.size();
    };
    for (const Hunt& hunt : hunts) {
      if (is_on(hunt)) plays.want(*hunt.scenarios[round], *hunt.catcher);
    }
    plays.make();
    for (Hunt& hunt : hunts) {
      if (!is_on(hunt)) continue;
      hunt.kill.scenario = hunt.scenarios[round]->id;
      settle(hunt.kill, plays.at(hunt.kill.scenario, "reference"),
             &plays.at(hunt.kill.scenario, hunt.catcher->id));
    }
  }
  for (Hunt& hunt : hunts) table.kills.push_back(std::move(hunt.kill));
}

std::vector<std::string> idle_catchers(const Proof& proof) {
  std::set<std::string> named;
  for (const Scenario* scenario : proof.scenarios) {
    for (const Check& check : scenario->checks) named.insert(check.catcher);
  }
  for (const Check& check : proof.invariants) named.insert(check.catcher);
  std::vector<std::string> idle;
  for (const auto& [id, profile] : proof.profiles) {
    if (profile.kind == "broken" && !named.contains(id)) idle.push_back(id);
  }
  return idle;
}

}  // namespace

bool KillTable::complete() const {
  return !kills.empty() && survivors() == 0 && !has_harness_error &&
         std::ranges::all_of(reference_plays,
                             [](const Play& play) { return play.verdict == Verdict::kPass; });
}

std::size_t KillTable::survivors() const {
  return static_cast<std::size_t>(std::ranges::count(kills, false, &Kill::killed));
}

KillTable prove(const Proof& proof, const PlayOne& play_one, const OnPlayed& on_played) {
  const auto reference = proof.profiles.find("reference");
  if (reference == proof.profiles.end()) {
    throw std::runtime_error("The fixtures have no profile 'reference'; nothing can be proved.");
  }
  Plays plays(play_one, proof.jobs, on_played);
  for (const Scenario* scenario : proof.scenarios) {
    plays.want(*scenario, reference->second);
    for (const Check& check : scenario->checks) {
      const auto catcher = proof.profiles.find(check.catcher);
      if (catcher != proof.profiles.end()) plays.want(*scenario, catcher->second);
    }
  }
  plays.make();
  KillTable table;
  settle_checks(table, proof, plays);
  settle_invariants(table, proof, plays);
  for (const Scenario* scenario : proof.scenarios) {
    table.reference_plays.push_back(plays.at(scenario->id, "reference"));
  }
  if (proof.whole) table.idle = idle_catchers(proof);
  table.has_harness_error = plays.any_harness_error();
  return table;
}

}  // namespace conform::runner
