#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register forbidden_mcp_disabled_after_grant{{
    .id = "forbidden/mcp_disabled_after_grant",
    .title = "The MCP server is switched off after the grant: the client does not sign in "
             "again",
    .story = "MCP server access disabled (403 error)",
    .why = "The token is still good; the organization has closed the door. A new sign-in "
           "cannot help and ends on an error page.",
    .fix = "Your organization has disabled MCP server access. Ask an admin to enable it: "
           "Settings > AI > General > MCP server.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            setting("acme", mcp_server, off),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("mcp_server_off"))),
                    cites("OMNI-MCP-02"), caught_by("answers_from_memory")),
               should("no-new-sign-in", never(authorize, after(refused("mcp_server_off"))),
                      cites("SU-06"), caught_by("signs_in_after_403")),
               should("no-hammering", at_most(2, tools_call, after(refused("mcp_server_off"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user("disabled MCP server access", after(refused("mcp_server_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
