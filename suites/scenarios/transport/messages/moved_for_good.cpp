#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/danny-avila/LibreChat/issues/12849
// Seen in real clients: https://github.com/modelcontextprotocol/typescript-sdk/pull/2465
const Register transport_moved_for_good{{
    .id = "transport/moved_for_good",
    .title =
        "The MCP URL has moved for good to another place of the same server: the client follows",
    .story = "The client shows \"308\" or nothing, and the URL works in the browser.",
    .why = "Frameworks and proxies add a slash to an address with this redirect. It says that the "
           "same request is to be sent there: as a POST, with its body and its key.",
    .fix = "Enter the URL to which the old one leads.",
    .arrange = {moved_with(308)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("follows-when-connecting",
                      gets_through(initialize, once(answered(initialize, 308))), cites("HTTP-18"),
                      caught_by("follows_no_moves")),
               should("follows-when-calling",
                      gets_through(tools_call, once(answered(initialize, 308))), cites("HTTP-18"),
                      caught_by("follows_no_moves"))},
}};

}  // namespace conform::words
