// `omni-conform serve`: the mock alone, for browsers, curl and clients that are started by hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace conform::mock {
class MockOmni;
struct World;
}  // namespace conform::mock

namespace conform::runner {

// Where --control-secret is taken from when it is not given.
inline constexpr const char* kControlSecretVariable = "OMNI_CONFORM_CONTROL_SECRET";

struct ServeOptions {
  std::string fixtures;  // folder; empty: the installation's
  std::string world;     // a world's file; empty: fixtures/worlds/acme.json
  std::string eras;      // "handshake", "stateless", "dual"; empty: as the world says
  std::vector<std::string> client_documents;  // "URL=FILE"
  std::vector<std::string> public_origins;  // "SITE=ORIGIN", where a tunnel or a proxy passes it on
  std::string case_id;                      // put into this case; empty: none
  std::string scenario;                     // judge a client of the user's in it; empty: none
  bool wire = false;                        // … and print what goes over the wire
  std::string control_secret;               // that /_mock/ asks for; empty: nobody is asked, …
  std::string control_secret_file;          // … unless it is the first line of this file
  std::size_t transcript_memory = 64;       // MiB; the rest goes to a file
  std::string tls_folder;                   // of the authority; empty: default_tls_folder()
  std::optional<std::uint64_t> seed;        // none: secrets that nobody can guess
  std::string listen = "127.0.0.1";         // the IPv4 address that is bound
  int port = 0;                             // of the callbacks host; 0 picks a free one
  bool open = false;                        // no authentication: debugging only
  bool control = true;                      // serve /_mock/
  bool transcript = true;                   // record what goes over the wire
  bool tls = false;
};

// What else is done while the mock is served. `watch` runs on a thread of its own, from when the
// mock was announced, and returns when it is asked to stop.
struct WhileServing {
  // Changes the world before it is served.
  std::function<void(mock::World&)> arrange = {};
  // Says what is served, instead of the whole world.
  std::function<void(const mock::MockOmni&, std::ostream&)> announce = {};
  // What the mock is served for: runs on a thread of its own, from when the mock was announced, and
  // ends the serving when it returns. It must return when it is asked to stop; the mock is served
  // until then. Must not throw.
  std::function<void(mock::MockOmni&, const std::stop_token&)> play = {};
  std::function<void(const mock::MockOmni&, std::ostream&)> introduce = {};
  std::function<void(const mock::MockOmni&, const std::stop_token&)> watch = {};
};

// What /_mock/ asks for; empty: nobody is asked. Throws UsageError when the file holds none.
std::string control_secret_of(const ServeOptions& options);

// Throws UsageError when `listen` is no IPv4 address, or one that other machines can reach while
// /_mock/ is served to everybody.
void require_safe_address(const ServeOptions& options);

// Serves until SIGINT or SIGTERM, or until there is nothing left to play. Throws UsageError.
void serve(const ServeOptions& options, std::ostream& out, const WhileServing& meanwhile = {});

// The same with nothing else. Returns an ExitCode; throws UsageError.
int serve_command(const ServeOptions& options);

}  // namespace conform::runner
