#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_stateless_unknown_result_type{{
    .id = "transport/stateless_unknown_result_type",
    .title = "A result of an unknown type is not shown as an answer",
    .story = "The client shows an empty answer, or half a sentence.",
    .why = "The server may answer with something else than a result, for example a question back. "
           "A client that does not know the type cannot know what it holds.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only),
                fault(the_first("tools/call"),
                      answered_by("a result of an unknown type", result_of_unknown_type()))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(fault_struck)), cites("MOD-08"),
                    caught_by("takes_any_result_type")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
