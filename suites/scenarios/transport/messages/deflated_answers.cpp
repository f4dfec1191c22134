#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/epam/ai-dial-core/pull/1587
const Register transport_deflated_answers{{
    .id = "transport/deflated_answers",
    .title = "Answers are compressed by deflate: a client that accepts that reads them",
    .story = "The client connects, and shows nothing or an error about JSON.",
    .why = "A proxy may encode whatever a client says it accepts. HTTP libraries say so by "
           "themselves, "
           "and some decode only what was asked for in their own way.",
    .fix = "Update the MCP client, or the HTTP library below it.",
    .arrange = {fault(every("tools/call"), encoded("deflate"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(served(tools_call))), cites("HTTP-20"),
                    caught_by("knows_raw_deflate_only"))},
}};

}  // namespace conform::words
