#include "suites/transport_words.hpp"

namespace conform::words {

const Register scenario{{
    .id = "resilience/bad_gateway",
    .title = "A proxy answers 502 with a web page: the client says so and does not show the page "
             "as an answer",
    .story = "The client shows the source of a web page.",
    .why = "Between client and server stand proxies, and their errors are web pages. They are no "
           "answer to any question.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), html_page(502))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            admin(faults_are_over()),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(fault_struck)), cites("OMNI-QUERY-01"),
                    caught_by("answers_from_memory")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing")),
               should("no-hammering", at_most(4, tools_call, after(fault_struck)), cites("SU-06"),
                      caught_by("hammers_failing_server")),
               must("goes-on-afterwards",
                    gets_through(tools_call, after(then(fault_struck, changed))),
                    cites("OMNI-FLOW-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
