#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/FellouAI/eko/pull/287
const Register transport_stream_without_blanks{{
    .id = "transport/stream_without_blanks",
    .title = "No blank stands behind the colons of the event stream: the client reads it",
    .story = "The client connects, waits for its answer, and shows nothing.",
    .why = "The blank may be left out. A client that looks for \"data: \" with one sees no data.",
    .fix = "Update the MCP client.",
    .arrange = {fault(every("tools/call"), framed("no_space"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(served(tools_call))), cites("HTTP-19"),
                    caught_by("wants_a_blank"))},
}};

}  // namespace conform::words
