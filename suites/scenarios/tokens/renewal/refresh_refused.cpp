#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_refresh_refused{{
    .id = "tokens/refresh_refused",
    .title = "The refresh token is refused: the client has its user sign in again",
    .story = "After a long pause the client opens the authorization page once more.",
    .why = "A refused refresh token is of no more use. A client that keeps trying it "
           "never recovers, and its user sees one error after the other.",
    .fix = "Click Authorize on the page that the client opens.",
    .needs = {"refresh"},
    .arrange = {access_tokens_live(std::chrono::hours(1)),
                fault(every_refresh(), odd_token("invalid_grant"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Show me last year's orders by status")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("signs-in-again", at_least(1, authorize, after(refused(refresh))),
                      cites("RT-03"), caught_by("never_signs_in_again")),
               should("throws-it-away", never(refresh, after(refused(refresh))), cites("RT-03"),
                      caught_by("clings_to_refused_grant"))},
}};

}  // namespace conform::words
