#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_modern_only{{
    .id = "transport/modern_only",
    .title = "The server speaks 2026-07-28 only: a client that speaks it too goes on with that",
    .story = "The client shows \"Unsupported protocol version\".",
    .why = "Revision 2026-07-28 needs no handshake: each request says for itself who sends it and "
           "how it is to be read. The server names the versions that it supports, so a client of "
           "both eras can go on.",
    .fix = "Update the MCP client, or ask for a server that still speaks its revision.",
    .needs = {"modern_era"},
    .arrange = {speaks(modern_only)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")), disconnect},
    .checks = {should("tries-the-named-version",
                      at_least(1, modern_request, once(seen(mcp_request))), cites("MOD-07"),
                      caught_by("no_modern_retry")),
               must("names-the-version", each(modern_request, meta_names("protocolVersion")),
                    cites("MOD-02"), caught_by("modern_without_version")),
               should("names-itself", each(modern_request, meta_names("clientInfo")),
                      cites("MOD-03"), caught_by("modern_without_client_info")),
               must("repeats-the-version",
                    each(modern_request, has_header("MCP-Protocol-Version", "2026-07-28")),
                    cites("MOD-01"), caught_by("modern_without_version_header")),
               must("repeats-the-method", each(modern_request, has_header("Mcp-Method")),
                    cites("MOD-04"), caught_by("modern_without_method_header")),
               must("repeats-the-name", each(modern_call, has_header("Mcp-Name")), cites("MOD-04"),
                    caught_by("modern_without_name_header")),
               must("keeps-no-session", never(delete_session, after(seen(modern_request))),
                    cites("MOD-11"), caught_by("modern_delete")),
               must("gets-rows", gets_rows(once(seen(modern_request))), cites("OMNI-FLOW-01"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
