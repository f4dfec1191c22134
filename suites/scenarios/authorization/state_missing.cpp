#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_state_missing{{
    .id = "authorization/state_missing",
    .title = "An answer without state is thrown away",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "The state says that the answer belongs to a request of this client. "
           "Without it anybody who can open a page on this computer can sign the "
           "client in to an account of theirs.",
    .fix = "Start the connection again in the client.",
    .arrange = {missing_state()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("discards-the-code", never(token, after(carried_without("state"))),
                    cites("SEC-02"), caught_by("ignores_state")),
               should("tells-the-user", tells_user(anything, after(carried_without("state"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
