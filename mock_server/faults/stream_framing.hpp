// Event streams that are written in another way than the mock writes its own. Pure.
#pragma once

#include "foundation/http/message.hpp"
#include "mock_server/world/fault.hpp"

namespace conform::mock {

// Writes the messages of a JSON or event stream answer as an event stream of that kind. Any other
// answer stays as it is.
void reframe(Response& response, StreamFraming framing);

}  // namespace conform::mock
