#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_empty_answer{{
    .id = "resilience/empty_answer",
    .title = "The answer is empty: the client says so",
    .story = "The client shows an empty answer.",
    .why = "Nothing is not the same as no rows.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), empty_body())},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_what_is_no_answer(),
}};

}  // namespace conform::words
