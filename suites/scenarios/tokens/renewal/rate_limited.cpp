#include "suites/words/grant_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/ginlix-ai/LangAlpha/issues/379
// Seen in real clients: https://github.com/marcusquinn/aidevops/pull/5303
const Register tokens_rate_limited{{
    .id = "tokens/rate_limited",
    .title = "A renewal is answered with 429 and Retry-After: the client waits and keeps its grant",
    .story = "After a pause the client asks you to sign in again, though nothing has changed.",
    .why = "The limit says nothing about the grant, only about the pace. A client that comes back "
           "at once stays refused; one that drops its grant opens a browser for nothing.",
    .fix = "Wait a little, then ask again.",
    .needs = {"refresh"},
    .arrange = {access_tokens_live(std::chrono::hours(1)),
                fault(the_first_refresh(), status_with_retry_after(429, 30))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Show me last year's orders by status")),
            admin(waits(std::chrono::seconds(60))),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("waits-as-told",
                      if_any(token, after(answered(refresh, 429)), waits_as_told()),
                      cites("RETRY-01"), caught_by("hammers_renewals")),
               should("keeps-the-grant", never(authorize, after(answered(refresh, 429))),
                      cites("RT-06"), caught_by("takes_failure_for_refusal")),
               should("works-again", gets_through(tools_call, after(answered(refresh, 429))),
                      cites("RT-06"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
