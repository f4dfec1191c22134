#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_half_of_the_json{{
    .id = "resilience/half_of_the_json",
    .title = "Half of the JSON is missing: the client says so",
    .story = "The client shows \"Unexpected end of JSON input\", or nothing.",
    .why = "What cannot be read is no answer, and the user must know that there was none.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), cut_short())},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_what_is_no_answer(),
}};

}  // namespace conform::words
