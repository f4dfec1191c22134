#include "suites/words/grant_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/github/copilot-cli/issues/3257
// Seen in real clients: https://github.com/NousResearch/hermes-agent/pull/91460
const Register resilience_connection_closed_while_idle{{
    .id = "resilience/connection_closed_while_idle",
    .title = "The connection was closed during a pause: the first question may fail, the next one "
             "does not",
    .story = "After a pause the client says that the server is gone, until it is restarted.",
    .why = "Servers and what stands before them close connections that nobody uses. A client "
           "learns that when it writes; the server is there, and a new connection reaches it.",
    .fix = "Ask again; the next question works.",
    .arrange = {fault(the_second("tools/call"), connection_lost_before_the_answer())},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(1))),
            call_tool("getData", question("Show me last year's orders by status")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("dies_on_stale_connection")),
               must("works-again", gets_through(tools_call, after(fault_struck)),
                    cites("OMNI-QUERY-01"), caught_by("marks_server_dead"))},
}};

}  // namespace conform::words
