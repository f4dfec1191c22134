// `omni-conform prove --server`: breaks the mock in every way and prints which check notices.
#pragma once

#include <iosfwd>

#include "runner/commands/prove_command.hpp"
#include "runner/program/streams.hpp"
#include "runner/proof/prove_server.hpp"

namespace conform::runner {

// Returns an ExitCode: 0 only for a complete proof. Throws UsageError.
int prove_server_command(const ProveOptions& options, Streams& streams);

void write_server_table(const ServerKillTable& table, std::ostream& out);
void write_server_json(const ServerKillTable& table, std::ostream& out);

}  // namespace conform::runner
