#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/rust-sdk/pull/1141
const Register transport_probe_refused_as_uninitialized{{
    .id = "transport/probe_refused_as_uninitialized",
    .title = "The probe for 2026-07-28 is refused because nothing was initialized: the client "
             "falls back",
    .story = "The client shows an error right after it was added, although the server works.",
    .why = "Servers of the TypeScript and Rust SDKs keep -32000 for this. It is no error of "
           "2026-07-28, so the server is of the handshake era.",
    .fix = "Update the MCP client, or choose the older revision in its settings.",
    .arrange = {fault(
        every("server/discover"),
        status_with_body(400, "application/json",
                         error_without_id(-32000, "Bad Request: Server not initialized")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("falls-back", gets_through(initialize, once(seen(mcp_request))),
                    cites("MOD-10"), caught_by("probe_is_final")),
               must("lists-tools", gets_through(tools_list, once(seen(mcp_request))),
                    cites("MOD-10"), caught_by("probe_is_final"))},
}};

}  // namespace conform::words
