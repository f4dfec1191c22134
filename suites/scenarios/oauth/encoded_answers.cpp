#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/openai/codex/issues/37228
const Register oauth_encoded_answers{{
    .id = "oauth/encoded_answers",
    .title = "Metadata, registration and tokens are compressed by gzip: the sign-in works",
    .story = "The client connects, and shows nothing or an error about JSON.",
    .why = "A proxy may encode whatever a client says it accepts. HTTP libraries say so by "
           "themselves, "
           "and some decode only what was asked for in their own way.",
    .fix = "Update the MCP client, or the HTTP library below it.",
    .arrange = {fault(every_request(), encoded("gzip"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-it", ends_well(once(seen(protected_resource_metadata))),
                    cites("HTTP-20"), caught_by("takes_encoded_bodies_as_they_come"))},
}};

}  // namespace conform::words
