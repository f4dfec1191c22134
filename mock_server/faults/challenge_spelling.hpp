// WWW-Authenticate in spellings that RFC 9110 section 11.6.1 and RFC 6750 section 3 allow, and
// clients trip over. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/http/message.hpp"
#include "mock_server/world/fault.hpp"

namespace conform::mock {

// The header fields that say the same as `challenge`, which is in the mock's own plain spelling.
std::vector<std::string> respelled(std::string_view challenge, ChallengeSpelling spelling);

// Does so to an answer that carries a challenge; leaves others alone.
void respell_challenge(Response& response, ChallengeSpelling spelling);

}  // namespace conform::mock
