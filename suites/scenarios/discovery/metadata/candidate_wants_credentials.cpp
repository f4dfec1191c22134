#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/inspector/issues/1288
const Register discovery_candidate_wants_credentials{{
    .id = "discovery/candidate_wants_credentials",
    .title = "The first well-known place answers with 401: the client goes on to the next",
    .story = "Authorization flow doesn't start.",
    .why = "A gateway that guards everything answers 401 where there is nothing. The next place "
           "may be open.",
    .fix = "Update the MCP client: a refusal at one place must not end its search.",
    .arrange = {no_challenge(),
                fault(every_request_for("/.well-known/oauth-protected-resource/callback/mcp"),
                      status(401))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("goes-on", at_least(1, root_metadata, once(first_contact)), cites("DISC-08"),
                    caught_by("stops_at_the_first_answer"))},
}};

}  // namespace conform::words
