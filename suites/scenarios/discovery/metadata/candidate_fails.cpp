#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/inspector/issues/1288
const Register discovery_candidate_fails{{
    .id = "discovery/candidate_fails",
    .title = "The RFC 8414 place fails: the client asks for OpenID metadata",
    .story = "Authorization flow doesn't start.",
    .why = "A place that fails says nothing about the next one.",
    .fix = "Try again later; update the MCP client.",
    .arrange = {fault(every_request_for("/.well-known/oauth-authorization-server"), status(500)),
                fault(every_request(), metadata_is("openid_only"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("goes-on", at_least(1, openid_inserted, once(first_contact)),
                      cites("DISC-15"), caught_by("stops_at_the_first_answer"))},
}};

}  // namespace conform::words
