#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_token_type_unknown{{
    .id = "tokens/token_type_unknown",
    .title = "The token is of a type that the client does not know: it does not use it",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "Other types of tokens need a proof with each request. Sent as a plain "
           "bearer, such a token fails in ways that nobody can explain, or gives away "
           "more than it should.",
    .fix = "Update the MCP client, or ask the admin to issue bearer tokens.",
    .arrange = {fault(every_code_exchange(), member_set("/token_type", "N_A"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("does-not-use-it", never(bearer_request, after(granted)), cites("OAUTH-07"),
                    caught_by("takes_any_token_type")),
               should("tells-the-user", tells_user(anything, after(granted)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
