#include "suites/words/grant_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/anthropics/claude-code/issues/86430
const Register tokens_kept_without_a_refresh_token{{
    .id = "tokens/kept_without_a_refresh_token",
    .title =
        "A token for sixty days and nothing to renew it: after a restart the client still uses it",
    .story = "Each time the client is started it says that you must sign in again.",
    .why = "Nobody promised a refresh token, and a token that is good needs none. A client that "
           "takes the missing one for the end makes its user click Authorize every day.",
    .fix = "Nothing to do in Omni: the client has to use the token while it is good.",
    .arrange = {access_tokens_live(std::chrono::hours(24 * 60)), no_refresh_tokens()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")), restart,
            connect(oauth), call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("no-new-sign-in", never(authorize, after(came_back)), cites("OMNI-FLOW-03"),
                      caught_by("needs_refresh_token_to_come_back")),
               must("works-again", gets_rows(after(came_back)), cites("TOK-12"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
