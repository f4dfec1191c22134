#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/FellouAI/eko/pull/287
const Register transport_stream_lines_end_with_cr{{
    .id = "transport/stream_lines_end_with_cr",
    .title = "Lines of the event stream end with a carriage return: the client reads them",
    .story = "The client connects, waits for its answer, and shows nothing.",
    .why = "The standard knows three line ends, and the third is rare. A client that does not know "
           "it waits for an answer that is there.",
    .fix = "Update the MCP client.",
    .arrange = {fault(every("tools/call"), framed("cr"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(served(tools_call))), cites("HTTP-19"),
                    caught_by("knows_no_carriage_return"))},
}};

}  // namespace conform::words
