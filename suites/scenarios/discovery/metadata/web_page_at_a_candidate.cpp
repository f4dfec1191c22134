#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/inspector/issues/1288
const Register discovery_web_page_at_a_candidate{{
    .id = "discovery/web_page_at_a_candidate",
    .title = "The first well-known place answers with a web page: the client goes on to the next",
    .story = "Authorization flow doesn't start.",
    .why = "Web applications answer every unknown address with their start page and 200. That is "
           "no metadata, and not the end of the search.",
    .fix = "Update the MCP client: what is no metadata must not end its search.",
    .arrange = {no_challenge(),
                fault(every_request_for("/.well-known/oauth-protected-resource/callback/mcp"),
                      html_page(200))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("goes-on", at_least(1, root_metadata, once(first_contact)), cites("DISC-08"),
                    caught_by("stops_at_the_first_answer"))},
}};

}  // namespace conform::words
