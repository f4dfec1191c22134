#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/MoonshotAI/kimi-code/issues/2554
// Seen in real clients: https://github.com/can1357/oh-my-pi/issues/10522
const Register tools_rows_behind_a_count{{
    .id = "tools/rows_behind_a_count",
    .title = "The text counts the rows that stand in structuredContent: the client shows the rows",
    .story = "The client shows nothing, or how many rows there are, but no figure.",
    .why = "\"1 row\" is no answer to a question about revenue. The figures stand beside it, where "
           "the tool has promised them.",
    .fix = "Update the MCP client.",
    .arrange = {fault(the_first("tools/call"),
                      answered_by("a count and rows", rows_behind_a_count()))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("shows-the-figures", tells_user("4711.42", after(fault_struck)),
                      cites("TOOL-07"), caught_by("ignores_structured_content"))},
}};

}  // namespace conform::words
