// An authorization answer on its way through the browser, told otherwise.
#pragma once

#include "foundation/http/message.hpp"
#include "foundation/http/message_edits.hpp"

namespace conform::mock {

// Leaves everything but a redirect with code or error as it is.
void distort_carried(Response& response, const ParameterEdits& edits);

}  // namespace conform::mock
