#include "suites/words/grant_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/anthropics/claude-code/issues/86430
const Register tokens_kept_without_an_expiry{{
    .id = "tokens/kept_without_an_expiry",
    .title = "A token without expires_in and nothing to renew it: the client uses it for as long "
             "as it works",
    .story = "After an hour the client asks you to authorize again, though nothing has changed.",
    .why = "An MCP OAuth PAT of Omni has no expiry. A client that makes one up throws a good token "
           "away.",
    .fix = "Nothing to do in Omni: the client has to use the token until it is refused.",
    .arrange = {no_refresh_tokens()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(24 * 30))),
            call_tool("getData", question("Show me last year's orders by status")), restart,
            connect(oauth), call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("no-new-sign-in", never(authorize, after(then(granted, changed))),
                      cites("OMNI-FLOW-03"), caught_by("makes_up_an_expiry")),
               must("works-on", gets_rows(after(then(granted, changed))), cites("OMNI-FLOW-03"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
