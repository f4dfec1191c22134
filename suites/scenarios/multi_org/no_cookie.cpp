#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register multi_org_no_cookie{{
    .id = "multi_org/no_cookie",
    .title = "Nobody is signed in to Omni in this browser",
    .story = "The authorization page asks you to log in first.",
    .why = "The page cannot send the person back to the client. The client hears nothing "
           "and must not open window after window.",
    .fix = "Log in to the organization you want to connect to, then start the OAuth flow "
           "again.",
    .arrange = {},
    .act = {person(authorizes), connect(oauth)},
    .checks = {must("does-not-open-it-again", never(authorize, after(refused("login_required"))),
                    cites("OMNI-ORG-01"), caught_by("asks_again")),
               should("tells-the-user", tells_user(anything, once(refused("login_required"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
