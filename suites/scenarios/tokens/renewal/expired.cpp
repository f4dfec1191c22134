#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_expired{{
    .id = "tokens/expired",
    .title = "The access token has expired: the client renews it without a word",
    .story = "The client works on after a pause. Nobody has to sign in again.",
    .why = "Short-lived tokens are safe only because clients renew them. One that does "
           "not makes its user click Authorize every hour.",
    .fix = "Nothing to do in Omni: the client must use the refresh token that it was "
           "given.",
    .needs = {"refresh"},
    .arrange = {access_tokens_live(std::chrono::hours(1))},
    .act = asks_before_and_after_expiry(),
    .checks = {should("renews-it", at_least(1, refresh, after(then(granted, changed))),
                      cites("RT-05"), caught_by("never_refreshes")),
               should("does-not-ask-the-user",
                      never(authorize, after(changed), having(seen(bearer_request))),
                      cites("RT-05"), caught_by("never_refreshes")),
               must("names-the-resource", each(refresh, has_parameter("resource")), cites("AZ-05"),
                    caught_by("no_resource_on_refresh")),
               must("names-no-other-resource", each(refresh, names_the_granted_resource()),
                    cites("AZ-06"), caught_by("other_resource_on_refresh")),
               should("works-on", gets_through(tools_call, after(then(granted, changed))),
                      cites("RT-05"), caught_by("replays_expired_token"))},
}};

}  // namespace conform::words
