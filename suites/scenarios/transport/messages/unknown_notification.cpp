#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_unknown_notification{{
    .id = "transport/unknown_notification",
    .title = "The server tells something unknown: the client reads on",
    .story = "The client shows \"unknown method\" instead of the rows.",
    .why = "Servers may tell what older clients do not know. It does not concern them, and must "
           "not cost them their answer.",
    .fix = "Update the MCP client.",
    .arrange = {fault(the_first("tools/call"),
                      after_messages({server_notification("notifications/unheard_of"),
                                      server_notification("notifications/progress")}))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-on", ends_well(once(fault_struck)), cites("RPC-05"),
                    caught_by("stumbles_over_notifications")),
               must("does-not-answer-it",
                    never(answer_to_server, after(fault_struck), having(fault_struck)),
                    cites("RPC-06"), caught_by("answers_notifications"))},
}};

}  // namespace conform::words
