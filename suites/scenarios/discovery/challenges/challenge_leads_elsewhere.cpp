#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/openai/codex/issues/42427
// Seen in real clients: https://github.com/modelcontextprotocol/python-sdk/issues/1054
const Register discovery_challenge_leads_elsewhere{{
    .id = "discovery/challenge_leads_elsewhere",
    .title = "The metadata is only where the challenge says: the client goes there",
    .story = "Authorization flow doesn't start.",
    .why = "The well-known places are for servers that say nothing. Where the challenge names a "
           "place, that is the one that counts.",
    .fix = "Update the MCP client: it has to follow the address in the challenge.",
    .arrange = {fault(every_request(), metadata_is("elsewhere"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("looks-where-it-says", at_least(1, metadata_elsewhere, once(first_contact)),
                    cites("DISC-08"), caught_by("ignores_challenge")),
               must("signs-in", at_least(1, code_exchange, once(first_contact)), cites("DISC-08"),
                    caught_by("ignores_challenge"))},
}};

}  // namespace conform::words
