#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/FellouAI/eko/pull/287
const Register transport_stream_lines_end_with_crlf{{
    .id = "transport/stream_lines_end_with_crlf",
    .title = "Lines of the event stream end with CRLF: the client reads them",
    .story = "The client connects, waits for its answer, and shows nothing.",
    .why = "Servers that write streams as they write header fields end lines with CRLF. A client "
           "that looks for two line feeds never sees an event end.",
    .fix = "Update the MCP client.",
    .arrange = {fault(every("tools/call"), framed("crlf"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(served(tools_call))), cites("HTTP-19"),
                    caught_by("knows_line_feeds_only"))},
}};

}  // namespace conform::words
