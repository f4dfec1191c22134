#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/typescript-sdk/issues/1635
// Seen in real clients: https://github.com/CoinStatsHQ/coinstats-mcp/pull/29
const Register transport_get_stream_not_offered{{
    .id = "transport/get_stream_not_offered",
    .title = "GET is answered with 405: the client takes the hint and works without a stream",
    .story = "The client shows an error right after connecting, or the log of the server fills "
             "with GET requests.",
    .why = "A server need not speak of its own accord, and says so with 405. Clients that tried "
           "again and again sent millions of requests a day.",
    .fix = "Update the MCP client: without a stream of the server everything else must work.",
    .needs = {"get_stream"},
    .arrange = {sessions()},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("asks-once",
                    at_most_in_a_session(2, get_stream, after(answered(get_stream, 405))),
                    cites("HTTP-12"), caught_by("insists_on_get_stream")),
               must("ends-connected", ends_well(once(answered(get_stream, 405))), cites("HTTP-12"),
                    caught_by("needs_get_stream")),
               must("accepts-event-streams", each(get_stream, accepts("text/event-stream")),
                    cites("HTTP-11"), caught_by("get_accepts_json_only"))},
}};

}  // namespace conform::words
