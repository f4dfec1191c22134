// The mock Omni without a socket: requests in, responses out, everything recorded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "mock_server/clock.hpp"
#include "mock_server/control/options.hpp"
#include "mock_server/http/message.hpp"
#include "mock_server/ids.hpp"
#include "mock_server/transcript.hpp"
#include "mock_server/world/world.hpp"

namespace conform {

class State;
class Dashboards;
class HelpTexts;
class QueryEngine;
class Toolbox;
class Control;
class Metrics;
class RequestGate;

// What every mock of a process can share: it never changes. Reading it again for each play would be
// slow.
struct Fixtures {
  explicit Fixtures(const std::filesystem::path& folder);  // fixtures/
  ~Fixtures();
  std::filesystem::path folder;
  std::unique_ptr<const QueryEngine> engine;
  std::unique_ptr<const Toolbox> toolbox;
  std::unique_ptr<const HelpTexts> help_texts;
  std::unique_ptr<const Dashboards> dashboards;
};

// Where the sites are reached: "callbacks" and each organization's id → port on 127.0.0.1.
using Ports = std::map<std::string, int>;

// What is kept of what goes over the wire.
struct Recording {
  bool on = true;  // off: nothing, to measure what recording costs; notes are kept all the same
  std::size_t memory = Transcript::kUsualMemory;  // bytes; what is beyond goes to a file
};

// Thread-safe.
class MockOmni {
 public:
  MockOmni(World world, std::shared_ptr<const Fixtures> fixtures, std::shared_ptr<Clock> clock,
           std::uint64_t seed, ControlOptions control = {}, Recording recording = {});
  ~MockOmni();

  // Answers one request and records it. Never throws; a fault of ours is a 500 that says so.
  Response handle(Request request);

  // Must be told before the first request; without it the ports are made up (8000 and on), for use
  // without a socket.
  void reached_at(Ports ports, std::string scheme = "http");
  const Ports& ports() const;

  // From now on every request passes this gate, which the mock keeps until its own end; it cannot
  // be taken away again, only let through. At most one.
  void guard_with(std::shared_ptr<RequestGate> gate);

  std::string oauth_url() const;                             // http://127.0.0.1:PORT/callback/mcp
  std::string key_url(std::string_view organization) const;  // http://127.0.0.1:PORT/mcp/https
  std::string origin(std::string_view site, bool by_name = false) const;
  std::string real_origin(std::string_view site) const;  // https://acme.omniapp.co[:PORT]
  // Authority → name to show instead, for Redactor::rename.
  std::map<std::string, std::string> display_names() const;

  std::shared_ptr<const World> world() const;  // a snapshot
  // Blocks until the world is another than `seen`, a stop is requested or the (real) time is up;
  // returns the world as it then is.
  std::shared_ptr<const World> wait_for_change(const std::shared_ptr<const World>& seen,
                                               const std::stop_token& stop,
                                               std::chrono::milliseconds at_most) const;
  // Also notes it in the transcript. When `apply` throws, nothing has changed and nothing is noted.
  void change(const Change& change);
  void revoke_grants(std::string_view user);  // an admin deletes the user's MCP OAuth PATs
  bool revoke_grant(std::string_view by, std::string_view id);  // one; false when there is none
  void expire_access_tokens();                                  // as if their lifetime were over
  void end_sessions();  // the server forgets its MCP sessions
  void advance(Duration by);

  Transcript& transcript();
  const Transcript& transcript() const;
  Clock& clock();
  State& state();
  const Fixtures& fixtures() const;
  Control& control();
  Metrics& metrics();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform
