#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_server_pings{{
    .id = "transport/server_pings",
    .title = "The server pings before it answers: the client answers the ping and gets its rows",
    .story = "Long questions fail after a while with \"client does not respond\".",
    .why = "A server may ask whether the client is still there. One that gets no answer may end "
           "the session.",
    .fix = "Update the MCP client.",
    .arrange = {fault(the_first("tools/call"), after_messages({server_ping()}))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("answers-the-ping", at_least(1, ping_answer, after(fault_struck)),
                    cites("PING-01"), caught_by("never_answers_pings")),
               must("finds-its-answer", ends_well(once(fault_struck)), cites("HTTP-05"),
                    caught_by("takes_first_message"))},
}};

}  // namespace conform::words
