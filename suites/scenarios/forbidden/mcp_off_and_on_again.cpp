#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register forbidden_mcp_off_and_on_again{{
    .id = "forbidden/mcp_off_and_on_again",
    .title = "The MCP server is turned off and on again: the connection survives",
    .story = "MCP server access disabled (403 error)",
    .why = "Existing grants are blocked while the setting is off, and are good again afterwards.",
    .fix = "Ask an admin to enable it: Settings > AI > General > MCP server",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            setting("acme", mcp_server, off),
            call_tool("getData", question("Show me last year's orders by status")),
            setting("acme", mcp_server, on),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("mcp_server_off"))),
                    cites("OMNI-MCP-02"), caught_by("answers_from_memory")),
               must("goes-on",
                    gets_through(tools_call, after(then(refused("mcp_server_off"), changed))),
                    cites("OMNI-MCP-02"), caught_by("gives_up_for_good")),
               should("no-hammering", at_most(3, tools_call, after(refused("mcp_server_off"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-new-sign-in", never(authorize, after(refused("mcp_server_off"))),
                      cites("SU-06"), caught_by("signs_in_after_403")),
               should("tells-the-user", speaks_up(once(refused("mcp_server_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
