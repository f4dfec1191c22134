#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_stateless_server_asks{{
    .id = "transport/stateless_server_asks",
    .title = "A server of 2026-07-28 sends a request: the client sends no answer to it",
    .story = "The server's log fills with messages that it cannot read, one for each question.",
    .why = "Revision 2026-07-28 has no messages from server to client that want an answer. A "
           "client that answers all the same sends what no server of that revision takes.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only),
                fault(the_first("tools/call"), after_messages({server_ping()}))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("sends-no-response",
                    never(answer_to_server, after(fault_struck), having(fault_struck)),
                    cites("MOD-06"), caught_by("stateless_answers_pings")),
               must("finds-its-answer", ends_well(once(fault_struck)), cites("HTTP-05"),
                    caught_by("takes_first_message"))},
}};

}  // namespace conform::words
