#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/ggml-org/llama.cpp/issues/26410
// Seen in real clients: https://github.com/open-webui/open-webui/issues/28926
const Register tools_rows_without_text{{
    .id = "tools/rows_without_text",
    .title = "The rows stand in structuredContent and there is no text: the client shows them",
    .story = "The client shows nothing, or how many rows there are, but no figure.",
    .why = "A server should repeat the rows as text, and some do not. The figures are there; "
           "whoever looks at the text only shows an empty answer.",
    .fix = "Update the MCP client.",
    .arrange = {fault(the_first("tools/call"),
                      answered_by("rows without text", rows_without_text()))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("shows-the-figures", tells_user("4711.42", after(fault_struck)),
                      cites("TOOL-07"), caught_by("ignores_structured_content"))},
}};

}  // namespace conform::words
