// Answers of the token and registration endpoints that are wrong or unusual (RFC 6749 section 5,
// RFC 7591 section 3.2). Pure functions.
#pragma once

#include <optional>

#include "foundation/http/message.hpp"
#include "mock_server/world/fault.hpp"

namespace conform::mock {

// The refusal, when the variant is one.
std::optional<Response> refused_token(TokenVariant variant);
// Both change only successful answers.
void distort_token(Response& response, TokenVariant variant);
void distort_registration(Response& response, RegistrationVariant variant);

}  // namespace conform::mock
