#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_mcp_server_off{{
    .id = "api_key/mcp_server_off",
    .title = "The MCP server is off: a good key is refused, and the client says why",
    .story = "MCP server access disabled (403 error)",
    .why = "The key is right, so changing it does not help. Only the message names the setting.",
    .fix = "Ask an admin to enable it: Settings > AI > General > MCP server",
    .arrange = {setting("acme", mcp_server, off)},
    .act = {connect(api_key("acme_querier_key"))},
    .checks = {should("no-hammering", at_most(2, initialize, once(refused("mcp_server_off"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-sign-in-instead", never(registration, after(refused("mcp_server_off"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               should("tells-the-user", speaks_up(once(refused("mcp_server_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               must("keeps-its-secrets", keeps_its_secrets(once(refused("mcp_server_off"))),
                    cites("BEAR-04"), caught_by("prints_secrets"))},
}};

}  // namespace conform::words
