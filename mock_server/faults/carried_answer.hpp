// An authorization answer on its way through the browser, told otherwise.
#pragma once

#include "foundation/http/message.hpp"
#include "mock_server/world/fault.hpp"

namespace conform::mock {

// Leaves everything but a redirect with code or error as it is.
void distort_carried(Response& response, const CarriedAnswer& change);

}  // namespace conform::mock
