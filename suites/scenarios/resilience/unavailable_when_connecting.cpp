#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_unavailable_when_connecting{{
    .id = "resilience/unavailable_when_connecting",
    .title = "The server is away while the client connects: it says so, and a later attempt works",
    .story = "The client shows \"Failed to connect\" in the morning, and works later.",
    .why = "A server that is away for a minute is no reason to forget it, and none to knock "
           "without end.",
    .fix = "Connect again later.",
    .arrange = {fault(every("initialize"), html_page(503))},
    .act = {connect(api_key("acme_querier_key")), admin(faults_are_over()),
            connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("no-hammering", at_most(5, initialize), cites("SU-06"),
                      caught_by("hammers_failing_server")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing")),
               must("works-later", gets_rows(after(then(fault_struck, changed))),
                    cites("OMNI-FLOW-01"), caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
