#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_rotation{{
    .id = "tokens/rotation",
    .title = "Each renewal brings a new refresh token: the client uses the newest",
    .story = "The client works on after every pause.",
    .why = "Omni may take a refresh token that comes a second time for a stolen one "
           "and revoke the whole grant.",
    .fix = "Click Authorize once more, and update the MCP client.",
    .needs = {"refresh"},
    .arrange = {access_tokens_live(std::chrono::hours(1))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Show me last year's orders by status")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("never-asks-again", never(authorize, after(refreshed())), cites("RT-01"),
                      caught_by("replays_old_refresh_token"))},
}};

}  // namespace conform::words
