#include "suites/words/wire_words.hpp"

namespace conform::words {

const Register transport_stream_begins_with_a_mark{{
    .id = "transport/stream_begins_with_a_mark",
    .title = "The event stream begins with a byte order mark: the client skips it",
    .story = "The client connects, waits for its answer, and shows nothing.",
    .why = "Some frameworks begin every text with a mark that nobody sees. To a client that does "
           "not skip it the first field has another name.",
    .fix = "Update the MCP client.",
    .arrange = {fault(every("tools/call"), framed("byte_order_mark"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(served(tools_call))), cites("HTTP-19"),
                    caught_by("minds_byte_order_mark"))},
}};

}  // namespace conform::words
