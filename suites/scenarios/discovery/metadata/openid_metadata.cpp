#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_openid_metadata{{
    .id = "discovery/openid_metadata",
    .title = "There is OpenID metadata only: the client finds it",
    .story = "Authorization flow doesn't start.",
    .why = "Identity providers know OpenID Connect longer than RFC 8414. Revision 2025-11-25 has "
           "clients understand both.",
    .fix = "Update the MCP client: it has to ask for OpenID metadata too.",
    .arrange = {fault(every_request(), metadata_is("openid_only"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("asks-rfc8414-first",
                    in_order({oauth_metadata, openid_inserted}, once(first_contact)),
                    cites("DISC-15"), caught_by("asks_openid_first")),
               must("signs-in", at_least(1, code_exchange, once(first_contact)), cites("DISC-13"),
                    caught_by("knows_rfc8414_only"))},
}};

}  // namespace conform::words
