#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_answer_to_another_request{{
    .id = "tools/answer_to_another_request",
    .title = "An answer with another id is not taken for the answer",
    .story = "The client shows the answer to another question.",
    .why = "Answers find their question by the id, and by nothing else. What carries another id "
           "belongs to somebody else.",
    .fix = "Ask again; if it stays, report it to the people who run the server.",
    .arrange = {fault(the_first("tools/call"),
                      answered_by("the answer to another request", answer_to_another()))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-take-it", admits_refusal(after(fault_struck)), cites("RPC-07"),
                    caught_by("takes_any_answer")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
