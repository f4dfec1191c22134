#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/csharp-sdk/issues/1072
// Seen in real clients: https://github.com/DeusData/codebase-memory-mcp/issues/1247
const Register tools_cursor_that_stays{{
    .id = "tools/cursor_that_stays",
    .title = "Every page of the list names the same cursor: the client comes to an end",
    .story = "The client hangs while it lists the tools, or shows each of them many times.",
    .why = "A server that always answers with its first page never comes to a last one. Its client "
           "sees the same tools again and again, and has to notice.",
    .fix = "Ask the people who run the server; meanwhile remove it from the client.",
    .arrange = {fault(every("tools/list"), member_set("/result/nextCursor", "c3R1Y2s="))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("comes-to-an-end", at_most(100, tools_list, once(served(tools_list))),
                      cites("SU-06"), caught_by("reads_pages_without_end"))},
}};

}  // namespace conform::words
