#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register tokens_code_expired{{
    .id = "tokens/code_expired",
    .title = "The code has expired when it is exchanged",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "Codes live for a minute. A slow network is enough. The same code never works "
           "later.",
    .fix = "Start the connection again in the client.",
    .arrange = {code_lifetime(std::chrono::seconds(0))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("no-hammering", at_most(2, code_exchange), cites("SU-06"),
                      caught_by("hammers_token_endpoint")),
               should("tells-the-user", tells_user(anything, after(refused("code_expired"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
