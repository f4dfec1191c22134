#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_content_of_other_types{{
    .id = "tools/content_of_other_types",
    .title = "A result with an image and a link beside the text: the client shows the text",
    .story = "The client shows an error instead of the answer.",
    .why = "Results hold text, images, links and what later revisions add. The text is there for "
           "every client.",
    .fix = "Update the MCP client.",
    .arrange = {fault(the_first("tools/call"),
                      answered_by("text, an image and a link", mixed_result()))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("shows-the-text", tells_user("Revenue grew in March", after(fault_struck)),
                    cites("OMNI-FLOW-01"), caught_by("first_content_only"))},
}};

}  // namespace conform::words
