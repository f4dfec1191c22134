#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_plain_text{{
    .id = "resilience/plain_text",
    .title = "The answer is plain text: the client says so",
    .story = "The client shows \"OK\" as the answer to a question.",
    .why = "A health check of a proxy answers OK to everything. It is no answer of Omni.",
    .fix = "Check the URL of the server.",
    .arrange = {fault(every("tools/call"), as_plain_text())},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_what_is_no_answer(),
}};

}  // namespace conform::words
