#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_server_asks_the_unknown{{
    .id = "transport/server_asks_the_unknown",
    .title = "The server asks for something unknown: the client says that it does not know it",
    .story = "A question hangs, and ends after minutes without an answer.",
    .why = "Whoever sends a request waits for its answer. \"I do not know that\" is one.",
    .fix = "Update the MCP client.",
    .arrange = {fault(the_first("tools/call"),
                      after_messages({server_request("omni/unheard_of")}))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("answers", at_least(1, answer_to_server, after(fault_struck)), cites("RPC-04"),
                    caught_by("ignores_server_requests")),
               must("does-not-agree",
                    never(ping_answer, after(fault_struck), having(seen(answer_to_server))),
                    cites("RPC-04"), caught_by("agrees_to_anything")),
               must("finds-its-answer", ends_well(once(fault_struck)), cites("HTTP-05"),
                    caught_by("takes_first_message"))},
}};

}  // namespace conform::words
