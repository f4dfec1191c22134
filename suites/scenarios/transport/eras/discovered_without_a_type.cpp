#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/Significant-Gravitas/AutoGPT/pull/14302
const Register transport_discovered_without_a_type{{
    .id = "transport/discovered_without_a_type",
    .title = "A server of 2026-07-28 answers the probe without resultType: its answer counts as "
             "complete",
    .story =
        "The client shows \"Unsupported protocol version\" although it speaks the same revision.",
    .why =
        "The type of a result may be missing, and then the result is complete. A client that takes "
        "such an answer for that of an old server sends initialize to a server that knows none.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only),
                fault(every("server/discover"), member_removed("/result/resultType"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("goes-on", gets_through(tools_list, once(seen(server_discover))),
                    cites("MOD-08"), caught_by("needs_result_type")),
               must("gets-through", gets_through(stateless_call, once(seen(server_discover))),
                    cites("MOD-08"), caught_by("needs_result_type"))},
}};

}  // namespace conform::words
