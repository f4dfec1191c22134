#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_connection_lost_before_the_answer{{
    .id = "resilience/connection_lost_before_the_answer",
    .title =
        "The connection is lost before the answer: the client says so and works again afterwards",
    .story = "The client shows \"connection reset by peer\", or ends.",
    .why = "Networks break. A client that ends without a word takes its user's work with it.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), connection_lost_before_the_answer())},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_lost_connections(),
}};

}  // namespace conform::words
