#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_bad_gateway{{
    .id = "resilience/bad_gateway",
    .title = "A proxy answers 502 with a web page: the client says so and does not show the page "
             "as an answer",
    .story = "The client shows the source of a web page.",
    .why = "Between client and server stand proxies, and their errors are web pages. They are no "
           "answer to any question.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), html_page(502))},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_server_errors(),
}};

}  // namespace conform::words
