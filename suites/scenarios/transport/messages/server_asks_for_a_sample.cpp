#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_server_asks_for_a_sample{{
    .id = "transport/server_asks_for_a_sample",
    .title = "The server asks for what was not agreed on: the client does not act as if it were",
    .story = "The server waits for a text that no model of the client's ever writes.",
    .why = "At the handshake each side says what it can. Who then agrees to more makes the other "
           "side rely on what is not there.",
    .fix = "Update the MCP client.",
    .arrange = {fault(the_first("tools/call"),
                      after_messages({server_request("sampling/createMessage")}))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("keeps-to-the-agreement",
                    never(ping_answer, after(fault_struck), having(seen(answer_to_server))),
                    cites("LIFE-05"), caught_by("agrees_to_anything")),
               must("finds-its-answer", ends_well(once(fault_struck)), cites("HTTP-05"),
                    caught_by("takes_first_message"))},
}};

}  // namespace conform::words
