#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_list_fails_once{{
    .id = "resilience/list_fails_once",
    .title = "Listing the tools fails once: the client says so and lists them later",
    .story = "The client shows no tools at all.",
    .why = "Without the list the assistant has no tools. One failure must not leave it so until a "
           "restart.",
    .fix = "Refresh the tools in the client, or connect again.",
    .arrange = {fault(every("tools/list"), status(500))},
    .act = {connect(api_key("acme_querier_key")), list_tools, admin(faults_are_over()), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing")),
               must("lists-later", gets_through(tools_list, after(fault_struck)),
                    cites("OMNI-TOOLS-01"), caught_by("gives_up_for_good")),
               should("no-hammering", at_most(4, tools_list, after(fault_struck)), cites("SU-06"),
                      caught_by("hammers_failing_server"))},
}};

}  // namespace conform::words
