#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/agentscope-ai/QwenPaw/issues/7620
const Register transport_probe_refused_with_401{{
    .id = "transport/probe_refused_with_401",
    .title = "Only the probe for 2026-07-28 is refused with 401: the client falls back and keeps "
             "its key",
    .story = "The client shows an error right after it was added, although the server works.",
    .why = "Some servers let nobody in before initialize. The key is good; a client that gives up "
           "here, or starts a sign-in, never tries what works.",
    .fix = "Update the MCP client, or choose the older revision in its settings.",
    .arrange = {fault(
        every("server/discover"),
        status_with_body(401, "application/json", error_without_id(-32601, "Method not found")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("falls-back", gets_through(initialize, once(seen(mcp_request))),
                      cites("MOD-10"), caught_by("probe_is_final")),
               should("lists-tools", gets_through(tools_list, once(seen(mcp_request))),
                      cites("MOD-10"), caught_by("probe_is_final"))},
}};

}  // namespace conform::words
