#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register tokens_wrong_state{{
    .id = "tokens/wrong_state",
    .title = "An answer with a wrong state is thrown away",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "A code that belongs to another request may come from an attacker. Using it "
           "would connect the client to a stranger's account.",
    .fix = "Start the connection again in the client.",
    .arrange = {wrong_state()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("discards-the-code", never(token, after(wrong_state_returned)),
                      cites("AZ-08"), caught_by("ignores_state")),
               should("tells-the-user", tells_user(anything, once(wrong_state_returned)),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
