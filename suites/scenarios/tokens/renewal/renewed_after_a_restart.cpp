#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/python-sdk/issues/3256
const Register tokens_renewed_after_a_restart{{
    .id = "tokens/renewed_after_a_restart",
    .title = "After a restart the grant is renewed by the client that it was given to",
    .story =
        "The day after you have to authorize again, and the log says \"issued to another client\".",
    .why =
        "A refresh token belongs to the registration that it was given to. A client that registers "
        "at each start and keeps its old refresh token brings it in a name that it does not know.",
    .fix = "Click Authorize once more, and update the MCP client.",
    .needs = {"refresh"},
    .arrange = {no_client_documents(), access_tokens_live(std::chrono::hours(1))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")), restart,
            admin(waits(std::chrono::hours(2))), connect(oauth),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("in-its-own-name", each(refresh, is_of_the_client_it_was_given_to()),
                      cites("RT-08"), caught_by("renews_as_somebody_else")),
               should("never-asks-again", never(authorize, after(came_back)), cites("RT-05"),
                      caught_by("renews_as_somebody_else"))},
}};

}  // namespace conform::words
