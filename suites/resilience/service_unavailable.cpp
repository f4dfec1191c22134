#include "suites/transport_words.hpp"

namespace conform::words {

const Register scenario{{
    .id = "resilience/service_unavailable",
    .title = "The server answers 503: the client tries a few times at most",
    .story = "The client hangs, or shows \"503 Service Unavailable\".",
    .why = "503 says: not now. Trying once or twice more is fine, a flood is not.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), status(503))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            admin(faults_are_over()),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(fault_struck)), cites("OMNI-QUERY-01"),
                    caught_by("answers_from_memory")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing")),
               should("no-hammering", at_most(5, tools_call, after(fault_struck)), cites("SU-06"),
                      caught_by("hammers_failing_server")),
               must("goes-on-afterwards",
                    gets_through(tools_call, after(then(fault_struck, changed))),
                    cites("OMNI-FLOW-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
