#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_probe_answered_with_404{{
    .id = "transport/probe_answered_with_404",
    .title = "The probe for 2026-07-28 is not found: the client falls back to the handshake",
    .story = "The client shows \"404\" right after it was added, although the server works.",
    .why = "Clients of both eras ask with server/discover first. Older servers answer that in many "
           "ways; only initialize tells.",
    .fix = "Update the MCP client, or choose the older revision in its settings.",
    .arrange = {fault(every("server/discover"), status(404))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("falls-back", gets_through(initialize, once(seen(mcp_request))),
                    cites("MOD-10"), caught_by("probe_is_final")),
               must("lists-tools", gets_through(tools_list, once(seen(mcp_request))),
                    cites("MOD-10"), caught_by("probe_is_final"))},
}};

}  // namespace conform::words
