// Sends an answer over its connection, bent by the faults in its Delivery. Blocks as long as that
// takes; one thread for a connection.
#pragma once

#include <stop_token>

#include "foundation/http/message.hpp"
#include "mock_server/serving/connection.hpp"

namespace conform::mock {

// False when the connection is of no use any more: the peer is gone, the answer was its last, or a
// fault reset it. A stop ends pauses and streams soon. Throws std::invalid_argument as
// answer_head() does; nothing was sent then.
bool deliver(Response response, Connection& connection, const DeliveryTerms& terms,
             const std::stop_token& stop);

}  // namespace conform::mock
