#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_no_issuer_at_all{{
    .id = "authorization/no_issuer_at_all",
    .title = "Neither advertised nor sent: the client goes on without an issuer",
    .story = "You add the connection URL to your MCP client and click Authorize.",
    .why = "Many servers, and Omni by its metadata, do not name their issuer in the "
           "answer. A client that insists on it cannot connect at all.",
    .fix = "Nothing to do in Omni: the client may ask for an issuer only where one is "
           "advertised.",
    .arrange = {issuer_is(omitted)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("goes-on", at_least(1, code_exchange, after(carried_without("iss"))),
                    cites("AZ-12"), caught_by("demands_issuer"))},
}};

}  // namespace conform::words
