#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register multi_org_mcp_off_in_one_of_two{{
    .id = "multi_org/mcp_off_in_one_of_two",
    .title = "The MCP server is off in one organization: the other one still works",
    .story = "MCP server access disabled (403 error)",
    .why =
        "Settings belong to one organization. Members of two meet the refusal in one of them only.",
    .fix = "Sign in to the organization that has it on, or ask an admin: Settings > AI > General > "
           "MCP server.",
    .arrange = {setting("globex", mcp_server, off)},
    .act = {person(signs_in_to("globex"), as("omar")), person(authorizes), connect(oauth),
            person(signs_in_to("acme"), as("omar")), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("connects-to-the-other",
                    gets_through(tools_call, after(then(refused("mcp_server_off"), granted))),
                    cites("OMNI-MCP-01"), caught_by("calls_without_arguments")),
               should("tells-the-user", speaks_up(once(refused("mcp_server_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               should("does-not-ask-again", at_most(2, authorize), cites("SU-06"),
                      caught_by("asks_again"))},
}};

}  // namespace conform::words
