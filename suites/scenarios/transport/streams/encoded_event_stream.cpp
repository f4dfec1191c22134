#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/epam/ai-dial-core/pull/1646
const Register transport_encoded_event_stream{{
    .id = "transport/encoded_event_stream",
    .title = "Event streams are compressed by gzip: a client that accepts that reads them",
    .story = "The client connects, and shows nothing or an error about JSON.",
    .why = "A proxy may encode whatever a client says it accepts. HTTP libraries say so by "
           "themselves, "
           "and some decode only what was asked for in their own way.",
    .fix = "Update the MCP client, or the HTTP library below it.",
    .arrange = {answers(by_event_stream), fault(every("tools/call"), encoded("gzip"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(served(tools_call))), cites("HTTP-20"),
                    caught_by("takes_encoded_bodies_as_they_come"))},
}};

}  // namespace conform::words
