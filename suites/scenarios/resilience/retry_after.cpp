#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_retry_after{{
    .id = "resilience/retry_after",
    .title = "The server answers 429 and says when to come back: the client waits that long",
    .story = "The client shows \"429 Too Many Requests\" for every question.",
    .why = "Above 60 requests a minute Omni refuses. A client that comes back too early is refused "
           "again, and stays refused.",
    .fix = "Wait a minute, and let fewer assistants use one key.",
    .arrange = {fault(every("tools/call"), status_with_retry_after(429, 30))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            admin(faults_are_over()), admin(waits(std::chrono::seconds(60))),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("waits-as-told", each(tools_call, after(fault_struck), waits_as_told()),
                      cites("RETRY-01"), caught_by("ignores_retry_after")),
               should("no-hammering", at_most(5, tools_call, after(fault_struck)), cites("SU-06"),
                      caught_by("hammers_rate_limit")),
               must("does-not-pretend", admits_refusal(after(fault_struck)), cites("OMNI-RATE-01"),
                    caught_by("answers_from_memory")),
               must("goes-on", gets_through(tools_call, after(then(fault_struck, changed))),
                    cites("OMNI-RATE-01"), caught_by("gives_up_for_good")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
