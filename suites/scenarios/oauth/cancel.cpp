#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register oauth_cancel{{
    .id = "oauth/cancel",
    .title = "The person clicks Cancel, and the client takes no for an answer",
    .story = "The person reads the authorization page and clicks Cancel.",
    .why = "No means no: a client that asks again at once, or goes on without a code, "
           "cannot be refused.",
    .fix = "Start the connection again in the client and click Authorize.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(cancels), connect(oauth)},
    .checks = {must("no-token-request", never(token, after(cancelled)), cites("OAUTH-02"),
                    caught_by("ignores_authorize_error")),
               should("does-not-ask-again", never(authorize, after(cancelled)), cites("SU-06"),
                      caught_by("asks_again")),
               should("tells-the-user", tells_user(anything, after(cancelled)),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
