#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/rust-sdk/issues/559
const Register transport_session_lost_with_401{{
    .id = "transport/session_lost_with_401",
    .title = "The server tells of a lost session with 401: the client signs in once at most",
    .story = "After a pause the authorization page opens again and again.",
    .why = "404 is the rule; a server that says 401 instead makes the client take its token for "
           "bad. No sign-in brings the session back, only initialize does.",
    .fix = "Disconnect and connect again.",
    .needs = {"begin_anew"},
    .arrange = {sessions(), lost_sessions_answered(401)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(ends_sessions()),
            call_tool("getData", question("Show me last year's orders by status")), connect(oauth),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("asks-once", at_most(1, authorize, after(answered(tools_call, 401))),
                      cites("SU-06"), caught_by("signs_in_without_end")),
               should("tells-the-user", speaks_up(once(answered(tools_call, 401))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               should("leaves-it-behind",
                      gets_through(tools_call, after(answered(tools_call, 401))), cites("HTTP-17"),
                      caught_by("keeps_first_session_id"))},
}};

}  // namespace conform::words
