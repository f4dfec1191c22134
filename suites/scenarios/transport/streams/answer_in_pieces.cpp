#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_answer_in_pieces{{
    .id = "transport/answer_in_pieces",
    .title = "The answer comes in small pieces, and the client puts it together",
    .story = "Questions fail with \"Unexpected end of JSON input\" on slow networks.",
    .why = "Networks deliver a body piece by piece. A client that reads the first piece reads half "
           "the JSON.",
    .fix = "Update the MCP client.",
    .arrange = {fault(the_first("tools/call"), answered_by("a table of 20 KB", large_result())),
                fault(the_first("tools/call"), in_pieces(1500, Duration(3)))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("shows-the-answer", shows_what_came(once(fault_struck)), cites("HTTP-05"),
                    caught_by("cuts_long_answers")),
               must("is-done-with-it", ends_well(once(fault_struck)), cites("HTTP-05"),
                    caught_by("impatient"))},
}};

}  // namespace conform::words
