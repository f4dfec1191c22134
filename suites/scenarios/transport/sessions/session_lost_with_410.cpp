#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/typescript-sdk/pull/1402
const Register transport_session_lost_with_410{{
    .id = "transport/session_lost_with_410",
    .title =
        "The server tells of a lost session with 410: the client does not keep its id for ever",
    .story = "After a pause every question fails with \"410\", also when the connection was "
             "removed and added again.",
    .why = "404 is the rule, and servers and gateways know others. A session that is told as gone "
           "is over all the same; whoever keeps its id is refused until the end of days.",
    .fix = "Disconnect and connect again.",
    .needs = {"begin_anew"},
    .arrange = {sessions(), lost_sessions_answered(410)},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year")),
            admin(ends_sessions()),
            call_tool("getData", question("Show me last year's orders by status")),
            connect(api_key("acme_querier_key")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("tells-the-user", speaks_up(once(answered(tools_call, 410))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               should("no-hammering", at_most(3, tools_call, after(answered(tools_call, 410))),
                      cites("SU-06"), caught_by("hammers_lost_session")),
               should("leaves-it-behind",
                      gets_through(tools_call, after(answered(tools_call, 410))), cites("HTTP-17"),
                      caught_by("keeps_first_session_id"))},
}};

}  // namespace conform::words
