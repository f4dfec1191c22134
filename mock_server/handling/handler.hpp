// What a handler gets: the request, where it came in, and the mock's parts. Handlers return a
// Response or throw Forbidden or OAuthError.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"
#include "foundation/text/ids.hpp"
#include "mock_server/handling/fixtures.hpp"
#include "mock_server/omni/site.hpp"
#include "mock_server/state/live_world.hpp"
#include "mock_server/state/state.hpp"
#include "mock_server/world/world.hpp"

namespace conform::mock {

struct Context {
  LiveWorld& live;
  const World& world;  // a snapshot that holds still while the request is answered
  State& state;
  Ids& ids;
  Clock& clock;
  const Fixtures& fixtures;
  const Ports& ports;
  const Request& request;
  const Site& site;
  std::map<std::string, std::string>& facts;  // goes into the Exchange
  const Json* message = nullptr;  // the body of a POST at the MCP endpoint; discarded when no JSON
  bool keep_refresh_token = false;           // a fault: refreshing does not rotate
  std::vector<std::string> parameters = {};  // the {…} of the route's path, decoded, in order

  [[nodiscard]] bool has(Defect defect) const { return world.defects.has(defect); }
  [[nodiscard]] std::string origin(std::string_view other_site) const {
    return origin_of(ports, other_site, site);
  }
  [[nodiscard]] std::string own_origin() const { return origin(site.name); }
  [[nodiscard]] std::string callbacks_origin() const { return origin(kCallbacks); }
  [[nodiscard]] const Organization& organization() const { return *world.organization(site.name); }
};

using Handler = Response (*)(Context&);

// ---- The one table of endpoints (mock_server/routes.cpp) ----
struct FoundRoute {
  Handler handler;                      // nullptr: nothing is there for this method
  std::vector<std::string> parameters;  // the {…} of the path, decoded, in order
  std::string allowed;                  // then, the methods that are: "GET, POST"
};
FoundRoute find_route(const World& world, const Site& site, std::string_view method,
                      std::string_view path);
// What a request is for, whether or not the mock serves it.
Endpoint endpoint_of(std::string_view method, std::string_view path, bool on_callbacks_host);
// Every row of what is served: "callbacks POST /oauth/register".
std::vector<std::string> all_routes();

}  // namespace conform::mock
