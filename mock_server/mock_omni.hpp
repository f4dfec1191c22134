// The mock Omni without a socket: requests in, responses out, everything recorded.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/http/message.hpp"
#include "foundation/text/ids.hpp"
#include "foundation/time/clock.hpp"
#include "mock_server/handling/fixtures.hpp"
#include "mock_server/omni/site.hpp"
#include "mock_server/world/world.hpp"
#include "record/transcript.hpp"

namespace conform::mock {

class State;
class LiveWorld;
class Metrics;
class RequestGate;

// What is kept of what goes over the wire.
struct Recording {
  bool on = true;  // off: nothing, to measure what recording costs; notes are kept all the same
  std::size_t memory = Transcript::kUsualMemory;  // bytes; what is beyond goes to a file
};

// Thread-safe.
class MockOmni {
 public:
  MockOmni(World world, std::shared_ptr<const Fixtures> fixtures, std::shared_ptr<Clock> clock,
           std::uint64_t seed, Recording recording = {});
  ~MockOmni();

  // Answers one request and records it. Never throws; a fault of ours is a 500 that says so.
  Response handle(Request request);

  // Must be told before the first request; without it the ports are made up (8000 and on), for use
  // without a socket.
  void reached_at(Ports ports, std::string scheme = "http",
                  Addresses addresses = Addresses::kLoopback);
  [[nodiscard]] const Ports& ports() const;
  // Requests at these are for our sites too, and are answered as if nobody knew other names. Before
  // the first request.
  void be_public_at(PublicOrigins origins);
  [[nodiscard]] bool is_public(std::string_view origin) const;
  // The site that a request addresses; nullopt: one that is not ours.
  [[nodiscard]] std::optional<Site> site_of(const Request& request) const;

  // From now on every request passes this gate, which the mock keeps until its own end; it cannot
  // be taken away again, only let through. At most one.
  void guard_with(std::shared_ptr<RequestGate> gate);

  [[nodiscard]] std::string oauth_url() const;  // http://127.0.0.1:PORT/callback/mcp
  [[nodiscard]] std::string key_url(
      std::string_view organization) const;  // http://127.0.0.1:PORT/mcp/https
  [[nodiscard]] std::string origin(std::string_view site, bool by_name = false) const;
  [[nodiscard]] std::string real_origin(
      std::string_view site) const;  // https://acme.omniapp.co[:PORT]
  [[nodiscard]] const std::map<std::string, std::string>& public_origins() const;  // by site
  // Authority → name to show instead, for Redactor::rename.
  [[nodiscard]] std::map<std::string, std::string> display_names() const;

  [[nodiscard]] std::shared_ptr<const World> world() const;  // a snapshot
  // … and what changes it.
  LiveWorld& live();

  Transcript& transcript();
  [[nodiscard]] const Transcript& transcript() const;
  Clock& clock();
  State& state();
  [[nodiscard]] const Fixtures& fixtures() const;
  Metrics& metrics();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::mock
