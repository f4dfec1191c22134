#include "foundation/mcp/revision.hpp"
#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_stateless_only{{
    .id = "transport/stateless_only",
    .title = "The server speaks 2026-07-28 only: a client that speaks it too goes on with that",
    .story = "The client shows \"Unsupported protocol version\".",
    .why = "Revision 2026-07-28 needs no handshake: each request says for itself who sends it and "
           "how it is to be read. The server names the versions that it supports, so a client of "
           "both eras can go on.",
    .fix = "Update the MCP client, or ask for a server that still speaks its revision.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")), disconnect},
    .checks = {should("tries-the-named-version",
                      at_least(1, stateless_request, once(seen(mcp_request))), cites("MOD-07"),
                      caught_by("no_stateless_retry")),
               must("names-the-version", each(stateless_request, meta_names("protocolVersion")),
                    cites("MOD-02"), caught_by("stateless_without_version")),
               should("names-itself", each(stateless_request, meta_names("clientInfo")),
                      cites("MOD-03"), caught_by("stateless_without_client_info")),
               must("repeats-the-version",
                    each(stateless_request,
                         has_header("MCP-Protocol-Version", std::string(kNewestStateless.date))),
                    cites("MOD-01"), caught_by("stateless_without_version_header")),
               must("repeats-the-method", each(stateless_request, has_header("Mcp-Method")),
                    cites("MOD-04"), caught_by("stateless_without_method_header")),
               must("repeats-the-name", each(stateless_call, has_header("Mcp-Name")),
                    cites("MOD-04"), caught_by("stateless_without_name_header")),
               must("keeps-no-session", never(delete_session, after(seen(stateless_request))),
                    cites("MOD-11"), caught_by("stateless_delete")),
               must("gets-rows", gets_rows(once(seen(stateless_request))), cites("OMNI-FLOW-01"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
