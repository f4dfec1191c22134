#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_fresh_token_refused{{
    .id = "tokens/fresh_token_refused",
    .title = "A token that was just given is refused: the client does not run in circles",
    .story = "The authorization page opens again and again.",
    .why = "Something is wrong that no sign-in can cure. A client that starts over "
           "each time opens windows until somebody stops it.",
    .fix = "Ask the admin; signing in again does not help.",
    .arrange = {fault(every_mcp_request(), refused_as_invalid_token())},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("no-loop", at_most(2, authorize), cites("SU-06"),
                      caught_by("signs_in_without_end")),
               should("no-renewal-loop", at_most(3, refresh, after(granted)), cites("SU-06"),
                      caught_by("renews_without_end")),
               should("tells-the-user", tells_user(anything, after(granted)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
