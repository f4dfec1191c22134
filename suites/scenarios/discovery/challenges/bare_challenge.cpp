#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_bare_challenge{{
    .id = "discovery/bare_challenge",
    .title = "The challenge names no metadata: the client looks at the well-known places",
    .story = "Authorization flow doesn't start.",
    .why = "A bare challenge is all that many gateways send. The specification tells clients "
           "where to look then.",
    .fix = "Nothing to do for the user: the client must look at the well-known places.",
    .arrange = {fault(every_mcp_request(), challenge_spelled("no_metadata"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("signs-in", at_least(1, code_exchange, once(first_contact)), cites("DISC-08"),
                    caught_by("needs_challenge"))},
}};

}  // namespace conform::words
