#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register viewer_raised_to_querier{{
    .id = "viewer/raised_to_querier",
    .title = "A Viewer becomes a Querier: the same connection works from then on",
    .story = "An admin gave you the role, and the client still says that you may not query.",
    .why = "MCP OAuth PATs reflect the user's in-app permissions as they are at the moment. Nobody "
           "needs to sign in again.",
    .fix = "Ask the question again.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("vera")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            role("vera", "acme", querier),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("works-from-then-on",
                    gets_through(tools_call, after(then(refused("viewer_cannot_query"), changed))),
                    cites("OMNI-ROLE-02"), caught_by("gives_up_for_good")),
               must("does-not-pretend", admits_refusal(after(refused("viewer_cannot_query"))),
                    cites("OMNI-ROLE-01"), caught_by("answers_from_memory")),
               should("needs-no-new-sign-in", at_most(1, authorize), cites("OMNI-ROLE-02"),
                      caught_by("opens_browser_twice")),
               should("no-hammering", at_most(3, tools_call, after(refused("viewer_cannot_query"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user("Permission denied", after(refused("viewer_cannot_query"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
