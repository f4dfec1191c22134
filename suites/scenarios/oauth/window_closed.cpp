#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register oauth_window_closed{{
    .id = "oauth/window_closed",
    .title = "The person closes the browser window, and the client does not open it again",
    .story = "The authorization page is closed without a click. The client waits for an "
             "answer that never comes.",
    .why = "The client hears nothing. It has to give up by itself and must not pester the "
           "person with new windows.",
    .fix = "Start the connection again in the client and click Authorize.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(closes_the_window), connect(oauth)},
    .checks = {should("does-not-open-it-again", never(authorize, after(consent_shown)),
                      cites("SU-06"), caught_by("asks_again")),
               should("tells-the-user", tells_user(anything, once(consent_shown)),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
