#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_one_sign_in_for_two_calls{{
    .id = "authorization/one_sign_in_for_two_calls",
    .title = "Two calls are refused at the same time: the client opens one authorization page",
    .story = "After a pause several authorization pages open at once.",
    .why = "Flows that run side by side overwrite each other's code verifier and state, and the "
           "person does not know which of the pages counts.",
    .fix = "Click Authorize on the last page, close the others, and update the MCP client.",
    .arrange = {access_tokens_live(std::chrono::hours(1)), no_refresh_tokens()},
    .act = asks_two_things_at_once_after_expiry(),
    .checks = {should("asks-once", at_most(1, authorize, after(then(granted, changed))),
                      cites("SU-06"), caught_by("signs_in_for_each_call")),
               should(
                   "works-on",
                   gets_through(tools_call, after(then(then(granted, changed), seen(tools_call)))),
                   cites("DISC-07"), caught_by("never_signs_in_again"))},
}};

}  // namespace conform::words
