// Who a credential speaks for, once it has been accepted.
#pragma once

#include <string>

#include "mock_server/world/world.hpp"

namespace conform::mock {

struct Principal {
  enum class Credential { kMcpOAuthToken, kOrganizationKey, kPersonalToken };
  std::string organization;  // the only organization it can see
  std::string user;          // the acting user's id; of a key, its creator
  Membership membership;     // as it is now: role changes act at once
  Credential credential = Credential::kMcpOAuthToken;
  std::string credential_id;  // the grant's or the key's id
  std::string client_id;      // of an OAuth grant
};

}  // namespace conform::mock
