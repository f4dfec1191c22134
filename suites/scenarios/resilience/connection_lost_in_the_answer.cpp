#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_connection_lost_in_the_answer{{
    .id = "resilience/connection_lost_in_the_answer",
    .title = "The connection is lost in the middle of the answer: half an answer is not shown",
    .story = "The client shows half a table, or ends.",
    .why = "Half an answer looks like a whole one.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), connection_lost_in_the_answer())},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_lost_connections(),
}};

}  // namespace conform::words
