#include "suites/transport_words.hpp"

namespace conform::words {

const Register scenario{{
    .id = "resilience/plain_text",
    .title = "The answer is plain text: the client says so",
    .story = "The client shows \"OK\" as the answer to a question.",
    .why = "A health check of a proxy answers OK to everything. It is no answer of Omni.",
    .fix = "Check the URL of the server.",
    .arrange = {fault(every("tools/call"), as_plain_text())},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            admin(faults_are_over()),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(fault_struck)), cites("HTTP-05"),
                    caught_by("takes_any_body")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing")),
               should("no-hammering", at_most(4, tools_call, after(fault_struck)), cites("SU-06"),
                      caught_by("retries_refused")),
               must("goes-on-afterwards",
                    gets_through(tools_call, after(then(fault_struck, changed))),
                    cites("OMNI-FLOW-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
