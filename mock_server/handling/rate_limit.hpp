// The limit of requests a minute in front of the REST and MCP endpoints.
#pragma once

#include <optional>

#include "mock_server/handling/handler.hpp"

namespace conform::mock {

// 429 when the request's Authorization value is over the world's limit. A request without one is
// not counted: the limit is keyed on the header field.
std::optional<Response> rate_limited(Context& context, Endpoint endpoint);

}  // namespace conform::mock
