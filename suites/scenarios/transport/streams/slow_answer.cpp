#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_slow_answer{{
    .id = "transport/slow_answer",
    .title = "The answer takes its time: the client waits for it",
    .story = "Large questions end in \"request timed out\" while small ones work.",
    .why = "A warehouse needs seconds. A client that gives up early never sees an answer, and the "
           "work is done for nothing.",
    .fix = "Raise the time limit of the MCP client, or ask a narrower question.",
    .arrange = {fault(the_first("tools/call"), delayed(Duration(60)))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("waits", ends_well(once(fault_struck)), cites("OMNI-FLOW-01"),
                    caught_by("impatient")),
               should("does-not-ask-twice",
                      never(cancellation, after(fault_struck), having(fault_struck)),
                      cites("HTTP-13"), caught_by("impatient"))},
}};

}  // namespace conform::words
