// The answer to an authorization request: the client's redirect URI with code or error, state and
// iss.
#pragma once

#include <string_view>

#include "mock_server/handling/handler.hpp"

namespace conform::mock {

Response redirect_with_code(Context& context, const AuthorizationRequest& request,
                            std::string_view code);
Response redirect_with_error(Context& context, const AuthorizationRequest& request,
                             std::string_view error, std::string_view description);

}  // namespace conform::mock
