#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register forbidden_mcp_disabled_before_authorization{{
    .id = "forbidden/mcp_disabled_before_authorization",
    .title = "The MCP server is off: authorization is refused and the client stops",
    .story = "MCP server access disabled (403 error)",
    .why = "Only an admin can change the setting. Asking again changes nothing and annoys "
           "the person.",
    .fix = "Your organization has disabled MCP server access. Ask an admin to enable it: "
           "Settings > AI > General > MCP server.",
    .arrange = {setting("acme", mcp_server, off)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("stops-after-refusal", never(authorize, after(refused("mcp_server_off"))),
                    cites("OMNI-MCP-01"), caught_by("asks_again")),
               should("tells-the-user", tells_user(anything, once(refused("mcp_server_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
