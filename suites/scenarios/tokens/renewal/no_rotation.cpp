#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_no_rotation{{
    .id = "tokens/no_rotation",
    .title = "A renewal brings no new refresh token: the client keeps the old one",
    .story = "The client works on after every pause.",
    .why = "Not every server replaces the refresh token. A client that takes the "
           "missing one for the end has its user sign in again.",
    .fix = "Nothing to do in Omni: the client has to keep the refresh token that still "
           "works.",
    .needs = {"refresh"},
    .arrange = {access_tokens_live(std::chrono::hours(1)),
                fault(every_refresh(), odd_token("no_rotation"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Show me last year's orders by status")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("never-asks-again", never(authorize, after(refreshed())), cites("RT-05"),
                      caught_by("forgets_unrotated_token"))},
}};

}  // namespace conform::words
