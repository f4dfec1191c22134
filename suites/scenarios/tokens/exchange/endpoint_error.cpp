#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register tokens_endpoint_error{{
    .id = "tokens/endpoint_error",
    .title = "The token endpoint answers with an error of its own",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "Servers have bad minutes. The client may try once more, but it must end, and "
           "tell.",
    .fix = "Wait a little, then start the connection again in the client.",
    .arrange = {token_endpoint_fails(100, 500)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("no-hammering", at_most(3, code_exchange), cites("SU-06"),
                      caught_by("hammers_token_endpoint")),
               should("tells-the-user",
                      tells_user(anything, after(refused("token_endpoint_failure"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
