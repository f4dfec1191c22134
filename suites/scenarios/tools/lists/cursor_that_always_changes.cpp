#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/ChesterRa/cccc/pull/50
// Seen in real clients: https://github.com/modelcontextprotocol/java-sdk/issues/628
const Register tools_cursor_that_always_changes{{
    .id = "tools/cursor_that_always_changes",
    .title =
        "Every page of the list is the same and names another cursor: the client comes to an end",
    .story = "The client hangs while it lists the tools, or shows each of them many times.",
    .why = "To compare cursors is not enough: these are new each time. What does not change is the "
           "tools, or the number of pages that a client is ready to read.",
    .fix = "Ask the people who run the server; meanwhile remove it from the client.",
    .arrange = {fault(every("tools/list"), member_set("/result/nextCursor", "{fresh}"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("comes-to-an-end", at_most(100, tools_list, once(served(tools_list))),
                      cites("SU-06"), caught_by("reads_pages_without_end"))},
}};

}  // namespace conform::words
