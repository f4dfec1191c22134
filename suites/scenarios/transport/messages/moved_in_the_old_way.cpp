#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/sigbit/mcp-auth-proxy/issues/115
const Register transport_moved_in_the_old_way{{
    .id = "transport/moved_in_the_old_way",
    .title = "The MCP URL is moved with 301, which many read as \"ask with GET\": the client says "
             "so, or works",
    .story = "The client shows \"405 Method Not Allowed\", or nothing.",
    .why = "After 301 libraries send a GET without a body, and what was asked is lost. The user "
           "has to learn that the address is another one.",
    .fix = "Enter the URL to which the old one leads.",
    .arrange = {moved_with(301)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("tells-the-user", tells_user(anything, once(answered(initialize, 301))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
