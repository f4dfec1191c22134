#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/zhu1090093659/deepseek-pp/pull/471
const Register transport_stream_data_in_several_lines{{
    .id = "transport/stream_data_in_several_lines",
    .title = "The message is spread over many data lines of one event: the client joins them",
    .story = "The client connects, waits for its answer, and shows nothing.",
    .why = "A server that writes its JSON with line breaks needs a data line for each. A client "
           "that takes the first for the message gets a brace.",
    .fix = "Update the MCP client.",
    .arrange = {fault(every("tools/call"), framed("several_data_lines"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(served(tools_call))), cites("HTTP-19"),
                    caught_by("reads_first_data_line"))},
}};

}  // namespace conform::words
