// JSON bodies of responses.
#pragma once

#include "mock_server/http/message.hpp"
#include "mock_server/json.hpp"

namespace conform {

Response json_response(int status, const Json& json);

}  // namespace conform
