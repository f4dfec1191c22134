#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/malloydata/malloyyo/pull/134
// Seen in real clients: https://github.com/modelcontextprotocol/python-sdk/pull/3420
const Register transport_get_stream_is_json{{
    .id = "transport/get_stream_is_json",
    .title = "GET is answered with JSON: the client does not ask again and again",
    .story = "The log of the server shows thousands of GET requests a minute from one client.",
    .why = "A page instead of a stream ends at once. A client that takes that for a lost stream "
           "connects again, for hours.",
    .fix = "Update the MCP client: without a stream of the server everything else must work.",
    .needs = {"get_stream"},
    .arrange = {sessions(), fault(every_get(), as_json())},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("no-storm",
                      at_most_in_a_session(4, get_stream, after(answered(get_stream, 200))),
                      cites("SU-06"), caught_by("reconnect_storm")),
               should("few-requests-in-all", at_most(15, mcp_traffic, after(served(initialize))),
                      cites("SU-06"), caught_by("reconnect_storm"))},
}};

}  // namespace conform::words
