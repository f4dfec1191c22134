#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/python-sdk/pull/2950
const Register transport_probe_refused_without_id{{
    .id = "transport/probe_refused_without_id",
    .title = "The probe for 2026-07-28 is refused with 400 and an error without an id: the client "
             "falls back",
    .story = "The client shows an error right after it was added, although the server works.",
    .why = "Older servers want initialize first and refuse anything before it. Their error is none "
           "of the new ones, so it tells that the server is old.",
    .fix = "Update the MCP client, or choose the older revision in its settings.",
    .arrange = {fault(
        every("server/discover"),
        status_with_body(400, "application/json", error_without_id(-32600, "Invalid Request")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("falls-back", gets_through(initialize, once(seen(mcp_request))),
                    cites("MOD-10"), caught_by("probe_is_final")),
               must("lists-tools", gets_through(tools_list, once(seen(mcp_request))),
                    cites("MOD-10"), caught_by("probe_is_final"))},
}};

}  // namespace conform::words
