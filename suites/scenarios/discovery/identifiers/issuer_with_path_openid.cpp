#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/inspector/issues/563
const Register discovery_issuer_with_path_openid{{
    .id = "discovery/issuer_with_path_openid",
    .title = "The issuer has a path and OpenID metadata: the client finds it between host and "
             "path",
    .story = "Authorization flow doesn't start.",
    .why = "Identity providers know OpenID Connect longer than RFC 8414. Revision 2025-11-25 has "
           "clients understand both.",
    .fix = "Update the MCP client: it has to ask for OpenID metadata too.",
    .arrange = {fault(every_request(), metadata_is("issuer_with_path_openid_inserted"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("signs-in", at_least(1, code_exchange, once(first_contact)), cites("DISC-14"),
                    caught_by("knows_rfc8414_only"))},
}};

}  // namespace conform::words
