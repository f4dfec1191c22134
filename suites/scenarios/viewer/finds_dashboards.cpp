#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register viewer_finds_dashboards{{
    .id = "viewer/finds_dashboards",
    .title = "A Viewer cannot query but can find dashboards",
    .story = "As a Viewer you ask which dashboards there are.",
    .why = "A refusal of one tool says nothing about the others. A client that drops the "
           "connection takes away what still works.",
    .fix = "Ask an admin for Restricted Querier or higher to run queries.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("vera")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            call_tool("searchDashboards", Json{{"query", "orders"}})},
    .checks = {must("goes-on-with-other-tools",
                    gets_through(tools_call, after(refused("viewer_cannot_query"))),
                    cites("OMNI-ROLE-01"), caught_by("gives_up_for_good")),
               must("does-not-pretend", admits_refusal(after(refused("viewer_cannot_query"))),
                    cites("OMNI-ROLE-01"), caught_by("answers_from_memory")),
               should("tells-the-user",
                      tells_user("Permission denied", after(refused("viewer_cannot_query"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
