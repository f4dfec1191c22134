#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_internal_error{{
    .id = "resilience/internal_error",
    .title = "The server fails with 500: the client stops, says so, and works again afterwards",
    .story = "The client shows \"500 Internal Server Error\", or nothing at all.",
    .why = "A server that fails needs rest. Every client that repeats its request at once keeps it "
           "down.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), status(500))},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_server_errors(),
}};

}  // namespace conform::words
