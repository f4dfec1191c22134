#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_unavailable_for_a_while{{
    .id = "resilience/unavailable_for_a_while",
    .title = "The server answers 503 and says when to come back: the client comes back no earlier",
    .story = "The client shows \"503 Service Unavailable\" while the server is updated.",
    .why = "An update takes a minute, and the server says so. Clients that hurry make it longer.",
    .fix = "Wait a minute and ask again.",
    .arrange = {fault(the_first("tools/call"), status_with_retry_after(503, 20))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::seconds(30))),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("comes-back-no-earlier",
                      each(tools_call, after(fault_struck), waits_as_told()), cites("RETRY-01"),
                      caught_by("hammers_failing_server")),
               must("goes-on", gets_through(tools_call, after(fault_struck)), cites("OMNI-FLOW-01"),
                    caught_by("gives_up_for_good")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
