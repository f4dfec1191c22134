#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/csharp-sdk/pull/500
const Register transport_version_header_everywhere{{
    .id = "transport/version_header_everywhere",
    .title = "The negotiated version goes with every request, also with GET and DELETE",
    .story = "The server answers \"Unsupported protocol version\", or treats the client like one "
             "of an older revision.",
    .why = "The header tells the server how to read the request. Servers may refuse what has none.",
    .fix = "Update the MCP client: without a stream of the server everything else must work.",
    .needs = {"get_stream"},
    .arrange = {sessions(), get_stream_offered()},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("when-listing", each(tools_list, has_header("MCP-Protocol-Version")),
                    cites("HTTP-01"), caught_by("no_protocol_version")),
               must("when-calling", each(tools_call, has_header("MCP-Protocol-Version")),
                    cites("HTTP-01"), caught_by("no_protocol_version")),
               must("when-notifying", each(initialized, has_header("MCP-Protocol-Version")),
                    cites("HTTP-01"), caught_by("no_protocol_version")),
               must("when-opening-a-stream",
                    each(get_stream, after(served(initialize)), has_header("MCP-Protocol-Version")),
                    cites("HTTP-01"), caught_by("no_protocol_version"))},
}};

}  // namespace conform::words
