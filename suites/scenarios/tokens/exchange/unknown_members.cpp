#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_unknown_members{{
    .id = "tokens/unknown_members",
    .title = "Members of the token answer that nobody knows do not disturb the client",
    .story = "You add the connection URL to your MCP client and click Authorize.",
    .why = "Servers add members of their own. A client that trips over them stops "
           "working on the day on which Omni adds one.",
    .fix = "Nothing to do in Omni: the client has to ignore what it does not know.",
    .arrange = {fault(
        every_code_exchange(),
        member_set("/organization", "acme").and_also(member_set("/x_region", {{"id", 7}})))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("uses-the-token", at_least(1, bearer_request, after(granted)),
                    cites("OAUTH-06"), caught_by("trips_over_unknown_members"))},
}};

}  // namespace conform::words
