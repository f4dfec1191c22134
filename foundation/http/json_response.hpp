// JSON bodies of responses.
#pragma once

#include "foundation/http/message.hpp"
#include "foundation/json/json.hpp"

namespace conform {

Response json_response(int status, const Json& json);
// Of JSON that is written already.
Response json_text_response(int status, std::string text);

}  // namespace conform
