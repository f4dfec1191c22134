#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_gateway_timeout{{
    .id = "resilience/gateway_timeout",
    .title = "A proxy answers 504: the client stops and says so",
    .story = "The client shows \"504 Gateway Timeout\" after a minute.",
    .why = "The warehouse may still be working on the question. Each repetition adds another one.",
    .fix = "Ask a narrower question.",
    .arrange = {fault(every("tools/call"), status(504))},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_server_errors(),
}};

}  // namespace conform::words
