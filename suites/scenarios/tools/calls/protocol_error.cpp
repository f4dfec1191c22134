#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_protocol_error{{
    .id = "tools/protocol_error",
    .title = "A call fails with a JSON-RPC error: the client shows it",
    .story = "The client shows nothing, or an empty answer.",
    .why = "A failure may come as an error of the protocol instead of a result. Both are answers "
           "that the user must see.",
    .fix = "Ask again later; if it stays, ask the people who run the server.",
    .arrange = {fault(
        every("tools/call"),
        answered_by("a JSON-RPC error",
                    protocol_error(-32603, "Internal error: the warehouse is away")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            admin(faults_are_over()),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(fault_struck)), cites("OMNI-QUERY-01"),
                    caught_by("answers_from_memory")),
               should("no-hammering", at_most(3, tools_call, after(fault_struck)), cites("SU-06"),
                      caught_by("retries_refused")),
               should("tells-the-user", tells_user("warehouse is away", after(fault_struck)),
                      cites("TOOL-01"), caught_by("says_nothing")),
               must("goes-on", gets_through(tools_call, after(fault_struck)),
                    cites("OMNI-QUERY-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
