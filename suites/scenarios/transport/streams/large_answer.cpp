#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_large_answer{{
    .id = "transport/large_answer",
    .title = "A large answer arrives whole",
    .story = "Long tables end in the middle of a line.",
    .why = "Half a table looks like a whole one. Nobody notices that the figures are wrong.",
    .fix = "Update the MCP client, or ask for fewer rows.",
    .arrange = {fault(the_first("tools/call"), answered_by("a table of 20 KB", large_result()))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("shows-all-of-it", shows_what_came(once(fault_struck)), cites("OMNI-FLOW-01"),
                    caught_by("cuts_long_answers"))},
}};

}  // namespace conform::words
