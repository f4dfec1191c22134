#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_issuer_with_path_openid_behind{{
    .id = "discovery/issuer_with_path_openid_behind",
    .title = "The OpenID metadata is behind the path of the issuer: the client finds it there at "
             "last",
    .story = "Authorization flow doesn't start.",
    .why = "That is where OpenID Connect puts it, and where most identity providers have it. It "
           "comes last, so that nobody asks in vain where RFC 8414 has the answer.",
    .fix = "Update the MCP client: it has to try all three places, in their order.",
    .arrange = {fault(every_request(), metadata_is("issuer_with_path_openid_appended"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("tries-in-order",
                    in_order({oauth_metadata, openid_inserted, openid_appended},
                             once(first_contact)),
                    cites("DISC-14"), caught_by("asks_behind_the_path_first")),
               must("signs-in", at_least(1, code_exchange, once(first_contact)), cites("DISC-14"),
                    caught_by("knows_rfc8414_only"))},
}};

}  // namespace conform::words
