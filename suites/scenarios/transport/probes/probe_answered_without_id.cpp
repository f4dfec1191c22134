#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/adcontextprotocol/adcp-client/pull/2408
const Register transport_probe_answered_without_id{{
    .id = "transport/probe_answered_without_id",
    .title =
        "The probe for 2026-07-28 is answered by an error without an id: the client falls back",
    .story = "The client shows an error right after it was added, although the server works.",
    .why = "A server that cannot make out a request answers with the id null. A client that waits "
           "for its own id waits for ever, or takes the server for broken.",
    .fix = "Update the MCP client, or choose the older revision in its settings.",
    .arrange = {fault(
        every("server/discover"),
        status_with_body(200, "application/json", error_without_id(-32601, "Method not found")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("falls-back", gets_through(initialize, once(seen(mcp_request))),
                    cites("MOD-10"), caught_by("probe_is_final")),
               must("lists-tools", gets_through(tools_list, once(seen(mcp_request))),
                    cites("MOD-10"), caught_by("probe_is_final"))},
}};

}  // namespace conform::words
