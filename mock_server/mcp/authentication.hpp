// Whose request it is: an OAuth token at the callbacks host, a key at an organization's own host.
#pragma once

#include <expected>

#include "mock_server/handling/handler.hpp"
#include "mock_server/state/principal.hpp"

namespace conform::mock {

// The principal, or the complete refusal (401 with its challenge, 403 in Omni's JSON). Settings,
// roles and people are read as they are now, so a change acts on the next request.
std::expected<Principal, Response> authenticate(Context& context);

Principal principal_of(const Grant& grant);
Principal principal_of(const ApiKey& key);
// What keeps this principal out everywhere, as the world is now: a refusal's id, or empty. Fills in
// the membership.
std::string_view admission_problem(const World& world, Principal& principal);

// {"detail": …, "status": 403}, the envelope of Omni's routes.
Response refused_json(Context& context, std::string_view refusal_id);

}  // namespace conform::mock
