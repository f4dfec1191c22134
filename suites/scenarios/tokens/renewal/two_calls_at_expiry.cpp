#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_two_calls_at_expiry{{
    .id = "tokens/two_calls_at_expiry",
    .title = "The access token expires under two calls: the client renews it once",
    .story = "After a pause the client asks two questions at the same time, and then it asks you "
             "to authorize again.",
    .why = "Each renewal replaces the refresh token. When two calls renew at once, the second one "
           "brings the replaced token; Omni may take it for a stolen one and revoke the grant.",
    .fix = "Click Authorize once more, and update the MCP client.",
    .arrange = {access_tokens_live(std::chrono::hours(1))},
    .act = asks_two_things_at_once_after_expiry(),
    .checks = {should("keeps-the-grant",
                      never(authorize, after(changed), having(seen(bearer_request))),
                      cites("RT-01"), caught_by("refreshes_for_each_call")),
               should("renews-once", at_most(1, refresh, after(then(granted, changed))),
                      cites("SU-06"), caught_by("refreshes_for_each_call")),
               should(
                   "works-on",
                   gets_through(tools_call, after(then(then(granted, changed), seen(tools_call)))),
                   cites("RT-05"), caught_by("replays_expired_token"))},
}};

}  // namespace conform::words
