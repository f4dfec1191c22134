#include "suites/transport_words.hpp"

namespace conform::words {

const Register scenario{{
    .id = "resilience/connection_lost_before_the_answer",
    .title =
        "The connection is lost before the answer: the client says so and works again afterwards",
    .story = "The client shows \"connection reset by peer\", or ends.",
    .why = "Networks break. A client that ends without a word takes its user's work with it.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), connection_lost_before_the_answer())},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            admin(faults_are_over()),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(fault_struck)), cites("OMNI-QUERY-01"),
                    caught_by("answers_from_memory")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("crashes_when_cut_off")),
               should("no-hammering", at_most(4, tools_call, after(fault_struck)), cites("SU-06"),
                      caught_by("hammers_lost_connection")),
               must("goes-on-afterwards",
                    gets_through(tools_call, after(then(fault_struck, changed))),
                    cites("OMNI-FLOW-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
