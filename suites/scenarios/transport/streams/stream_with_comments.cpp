#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/zhu1090093659/deepseek-pp/pull/471
const Register transport_stream_with_comments{{
    .id = "transport/stream_with_comments",
    .title = "Comments stand between the fields of the event stream: the client skips them",
    .story = "The client connects, waits for its answer, and shows nothing.",
    .why = "Proxies and frameworks keep a stream alive with comments. They mean nothing, and a "
           "client that trips over them fails whenever an answer is slow.",
    .fix = "Update the MCP client.",
    .arrange = {fault(every("tools/call"), framed("comments"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(served(tools_call))), cites("HTTP-19"),
                    caught_by("trips_over_comments"))},
}};

}  // namespace conform::words
