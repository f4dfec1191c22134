#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_web_page_with_200{{
    .id = "resilience/web_page_with_200",
    .title = "The answer is a web page with 200: the client does not show it as an answer",
    .story = "The client shows the source of a web page.",
    .why = "Captive portals and error pages come with 200. Only the content tells.",
    .fix = "Check that no proxy or portal stands between client and server.",
    .arrange = {fault(every("tools/call"), as_web_page())},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_what_is_no_answer(),
}};

}  // namespace conform::words
