#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_no_refresh_token{{
    .id = "tokens/no_refresh_token",
    .title = "No refresh token is given: the client works without one",
    .story = "The client works. After the token has expired it asks you to authorize "
             "again.",
    .why = "Nobody promised a refresh token. A client that cannot do without one "
           "cannot be connected at all.",
    .fix = "Nothing to do in Omni: when the token has expired, click Authorize again.",
    .arrange = {access_tokens_live(std::chrono::hours(1)), no_refresh_tokens()},
    .act = asks_before_and_after_expiry(),
    .checks = {must("works-without", at_least(1, tools_call, after(granted)), cites("TOK-12"),
                    caught_by("needs_refresh_token")),
               should("signs-in-again", at_least(1, authorize, after(then(granted, changed))),
                      cites("DISC-07"), caught_by("never_signs_in_again"))},
}};

}  // namespace conform::words
