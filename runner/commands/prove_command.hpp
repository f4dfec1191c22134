// `omni-conform prove`: plays and prints the kill table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runner/choice/catalog.hpp"
#include "runner/program/streams.hpp"
#include "runner/proof/prove.hpp"

namespace conform::runner {

struct ProveOptions {
  std::string fixtures;
  std::vector<std::string> scenarios;
  std::uint64_t seed = 1;
  std::size_t jobs = 2;
  bool server = false;  // prove the checks of `verify`
  bool json = false;    // of that proof only
};

// Returns an ExitCode: 0 only for a complete proof. Throws UsageError.
int prove_command(const ProveOptions& options, Streams& streams);

KillTable prove_catalog(const Catalog& catalog, const ProveOptions& options,
                        const OnPlayed& on_played);
void write_kill_table(const KillTable& table, std::ostream& out);

}  // namespace conform::runner
