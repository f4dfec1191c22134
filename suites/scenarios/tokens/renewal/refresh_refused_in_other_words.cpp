#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_refresh_refused_in_other_words{{
    .id = "tokens/refresh_refused_in_other_words",
    .title = "The refresh token is refused in words that OAuth does not have: the client has its "
             "user sign in again",
    .story = "After a long pause the client opens the authorization page once more.",
    .why = "Not every server, and no gateway, says invalid_grant. A client that waits for that "
           "word keeps a dead refresh token and shows one error after the other.",
    .fix = "Click Authorize on the page that the client opens.",
    .needs = {"refresh"},
    .arrange = {access_tokens_live(std::chrono::hours(1)),
                fault(every_refresh(),
                      status_with_body(400, "application/json",
                                       "{\"message\": \"Refresh Token Not Found\"}"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Show me last year's orders by status")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("signs-in-again", at_least(1, authorize, after(answered(refresh, 400))),
                      cites("RT-03"), caught_by("needs_error_code")),
               should("throws-it-away", never(refresh, after(answered(refresh, 400))),
                      cites("RT-03"), caught_by("needs_error_code"))},
}};

}  // namespace conform::words
