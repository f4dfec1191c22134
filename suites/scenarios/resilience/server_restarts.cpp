#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_server_restarts{{
    .id = "resilience/server_restarts",
    .title = "The server restarts: sessions are gone, grants are not",
    .story = "After an update of the server every question fails until the client is restarted.",
    .why =
        "A restart takes the sessions along. The grant is kept, so nobody needs to sign in again.",
    .fix = "Restart the MCP client, or disconnect and connect again.",
    .needs = {"begin_anew"},
    .arrange = {sessions()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(fault(every("tools/call"), connection_lost_before_the_answer())),
            call_tool("getData", question("Show me last year's orders by status")),
            admin(faults_are_over()), admin(ends_sessions()),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(fault_struck)), cites("OMNI-QUERY-01"),
                    caught_by("answers_from_memory")),
               must("begins-anew",
                    gets_through(initialize, after(then(fault_struck, refused("unknown_session")))),
                    cites("HTTP-07"), caught_by("never_reinitializes")),
               should("survives", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("crashes_when_cut_off")),
               should("keeps-its-grant", at_most(1, authorize), cites("SU-06"),
                      caught_by("opens_browser_twice"))},
}};

}  // namespace conform::words
