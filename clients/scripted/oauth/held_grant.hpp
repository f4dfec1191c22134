// What a scripted client was registered as, and what was granted to it. Plain data.
#pragma once

#include <optional>
#include <string>

#include "clients/scripted/oauth/discovery.hpp"
#include "foundation/time/clock.hpp"

namespace conform::clients {

// What a client was registered as, or is by its own word.
struct HeldRegistration {
  std::string client_id;
  std::string redirect_uri;
  std::string secret;                // empty: a public client
  std::string auth_method = "none";  // at the token endpoint (RFC 7591 section 2)
};

struct HeldGrant {  // not the mock's Grant: what the client knows of it
  std::string access_token;
  std::string refresh_token;          // empty: none was given, or it is of no more use
  std::string refresh_token_on_disk;  // what a restart leaves of it
  std::optional<TimePoint> expires;
  HeldRegistration client;
  std::string scope;
  Discovered discovered;
};

}  // namespace conform::clients
