#include "suites/words/grant_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/punkpeye/mcp-remote/pull/338
// Seen in real clients: https://github.com/cloudflare/mcp/pull/112
const Register tokens_renewed_in_vain{{
    .id = "tokens/renewed_in_vain",
    .title =
        "The MCP server refuses every token, and the token endpoint renews each: the client stops",
    .story = "The client is busy without end, and the log of the server fills with renewals.",
    .why = "The token endpoint honours the grant, the MCP server does not. Each renewal succeeds "
           "and changes nothing; a client that takes the success for progress goes round as fast "
           "as the network allows.",
    .fix = "Ask the admin; neither a renewal nor a sign-in helps.",
    .arrange = {get_stream_offered(), access_tokens_live(std::chrono::hours(1))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(fault(every_mcp_request(), refused_as_invalid_token())),
            call_tool("getData", question("Show me last year's orders by status")),
            admin(faults_are_over()),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("no-renewal-loop", at_most(3, refresh, after(fault_struck)), cites("SU-06"),
                      caught_by("renews_without_end")),
               should("no-sign-in-loop", at_most(2, authorize, after(fault_struck)), cites("SU-06"),
                      caught_by("signs_in_without_end")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing")),
               should("works-again", gets_through(tools_call, after(then(fault_struck, changed))),
                      cites("OMNI-FLOW-03"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
