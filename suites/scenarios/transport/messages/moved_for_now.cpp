#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/zoho/analytics-mcp-server/pull/22
// Seen in real clients: https://github.com/modelcontextprotocol/python-sdk/pull/3397
const Register transport_moved_for_now{{
    .id = "transport/moved_for_now",
    .title = "The MCP URL leads to another place of the same server for now: the client follows",
    .story = "The client shows \"307\" or nothing, and the URL works in the browser.",
    .why = "Frameworks and proxies add a slash to an address with this redirect. It says that the "
           "same request is to be sent there: as a POST, with its body and its key.",
    .fix = "Enter the URL to which the old one leads.",
    .arrange = {moved_with(307)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("follows-when-connecting",
                      gets_through(initialize, once(answered(initialize, 307))), cites("HTTP-18"),
                      caught_by("follows_no_moves")),
               should("follows-when-calling",
                      gets_through(tools_call, once(answered(initialize, 307))), cites("HTTP-18"),
                      caught_by("follows_no_moves"))},
}};

}  // namespace conform::words
