#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_short_expiry{{
    .id = "tokens/short_expiry",
    .title = "The tokens live for seconds: the client does not renew them at every turn",
    .story = "The client becomes slow, and the server counts one renewal for each "
             "request.",
    .why = "Clients renew a token a little before its end. When it never lives longer "
           "than that, each request would begin with a renewal; the server answers "
           "such a storm with 429.",
    .fix = "Update the MCP client, or let the tokens of the server live longer.",
    .arrange = {access_tokens_live(std::chrono::seconds(20))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, call_tool("getData", question("Total revenue by month last year")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("no-refresh-storm", at_most(1, refresh, after(granted)), cites("SU-06"),
                      caught_by("refreshes_before_each_request"))},
}};

}  // namespace conform::words
