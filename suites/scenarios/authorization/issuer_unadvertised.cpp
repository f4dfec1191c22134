#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_issuer_unadvertised{{
    .id = "authorization/issuer_unadvertised",
    .title = "The issuer comes although nobody promised it, and is right: the client goes on",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "A server may name itself without having said that it would. MCP has a client compare "
           "what came; RFC 9207 lets it discard such an answer, which then looks to its user as "
           "if Omni had failed.",
    .fix = "Nothing to do in Omni: the client may compare an issuer that nobody promised.",
    .arrange = {issuer_is(sent_unadvertised)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("goes-on", at_least(1, code_exchange, after(carried("iss"))), cites("AZ-12"),
                      caught_by("rejects_unadvertised_issuer"))},
}};

}  // namespace conform::words
