#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_refresh_fails_once{{
    .id = "tokens/refresh_fails_once",
    .title = "The token endpoint fails once: the client keeps its grant",
    .story = "One question fails. The next one works, and nobody has to sign in.",
    .why = "A bad minute of the server is no refusal. A client that throws its grant "
           "away then opens a browser for nothing, at night even with nobody there.",
    .fix = "Wait a little, then ask again.",
    .needs = {"refresh"},
    .arrange = {access_tokens_live(std::chrono::hours(1)), fault(the_first_refresh(), status(503))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Show me last year's orders by status")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("keeps-the-grant", never(authorize, after(answered(refresh, 503))),
                      cites("RT-06"), caught_by("takes_failure_for_refusal")),
               should("works-again", gets_through(tools_call, after(answered(refresh, 503))),
                      cites("RT-06"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
