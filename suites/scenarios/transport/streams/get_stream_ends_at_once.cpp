#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/punkpeye/mcp-proxy/pull/62
// Seen in real clients: https://github.com/SkillfulAgents/SuperAgent/pull/634
const Register transport_get_stream_ends_at_once{{
    .id = "transport/get_stream_ends_at_once",
    .title = "The GET stream ends at once: the client does not reconnect in a storm",
    .story = "The log of the server shows thousands of GET requests a minute from one client.",
    .why = "Proxies end idle streams. A client that reconnects without a pause floods the server.",
    .fix = "Update the MCP client: without a stream of the server everything else must work.",
    .needs = {"get_stream"},
    .arrange = {sessions(), fault(every_get(), as_a_stream_that_ends_at_once())},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("no-storm",
                      at_most_in_a_session(4, get_stream, after(answered(get_stream, 200))),
                      cites("SU-06"), caught_by("reconnect_storm")),
               should("few-requests-in-all", at_most(15, mcp_traffic, after(served(initialize))),
                      cites("SU-06"), caught_by("reconnect_storm"))},
}};

}  // namespace conform::words
