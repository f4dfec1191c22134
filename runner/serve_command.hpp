// `omni-conform serve`: the mock alone, for browsers, curl and clients that are started by hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace conform {

struct ServeOptions {
  std::string fixtures;  // folder; empty: the installation's
  int port = 0;          // of the callbacks host; 0 picks a free one
  std::string world;     // a world's file; empty: fixtures/worlds/acme.json
  bool open = false;     // no authentication: debugging only
  std::string eras;      // "legacy", "modern", "dual"; empty: as the world says
  bool tls = false;
  std::string tls_folder;             // of the authority; empty: default_tls_folder()
  std::optional<std::uint64_t> seed;  // none: secrets that nobody can guess
};

// Serves until SIGINT or SIGTERM. Returns an ExitCode; throws UsageError.
int serve_command(const ServeOptions& options);

}  // namespace conform
