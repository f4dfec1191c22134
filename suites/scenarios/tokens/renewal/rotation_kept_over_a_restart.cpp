#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_rotation_kept_over_a_restart{{
    .id = "tokens/rotation_kept_over_a_restart",
    .title = "The newest refresh token survives a restart",
    .story = "You close the client in the evening. The next day it still works.",
    .why = "A client that renews in memory but keeps the first refresh token on its "
           "disk works until it is restarted, and then loses the grant.",
    .fix = "Click Authorize once more, and update the MCP client.",
    .arrange = {access_tokens_live(std::chrono::hours(1))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Show me last year's orders by status")), restart,
            connect(oauth), admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("never-asks-again", never(authorize, after(came_back)), cites("RT-01"),
                      caught_by("forgets_rotation"))},
}};

}  // namespace conform::words
