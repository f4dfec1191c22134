// Proof that every check of `verify` can fail and that no defect of a server goes unnoticed: the
// mock as it is passes, and each way in which it can be broken is caught.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "mock_server/world/defect_table.hpp"
#include "runner/plays/play.hpp"
#include "verify/server_checks.hpp"

namespace conform::runner {

struct ServerKill {
  std::string defect;
  std::string sentence;
  std::vector<std::string> caught_by;  // ids of checks, in the order of their table
};

struct ServerKillTable {
  std::size_t checks = 0;
  std::vector<ServerKill> kills;                // one a defect
  std::vector<verify::ServerFinding> not_well;  // what the mock without a defect does not pass
  std::vector<std::string> idle;                // checks that catch no defect

  [[nodiscard]] std::size_t caught() const;
  [[nodiscard]] bool complete() const;  // and there is something to be proved
};

// What the checks say of a mock with this defect; of a healthy one for nullptr. Called from several
// threads.
using ExamineServer =
    std::function<std::vector<verify::ServerFinding>(const mock::BrokenServer* broken)>;

struct ServerProof {
  std::span<const mock::BrokenServer> broken;
  const std::vector<verify::ServerCheck>& checks;
  std::size_t jobs = 2;
};

// A check catches a defect when it passes the healthy mock and fails the broken one.
ServerKillTable prove_servers(const ServerProof& proof, const ExamineServer& examine);

// Examines a mock of the setup's world in every way that shows something: with sessions by OAuth,
// at an organization's URL with keys, and in the stateless revision. Of one check that was judged
// more than once the worst counts. Without sockets; no time passes.
std::vector<verify::ServerFinding> examine_mock(const PlaySetup& setup,
                                                const std::vector<verify::ServerCheck>& checks,
                                                const mock::BrokenServer* broken);

}  // namespace conform::runner
