#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register viewer_lowered_and_raised{{
    .id = "viewer/lowered_and_raised",
    .title = "The role is taken away and given back: each question gets the answer of its moment",
    .story = "Queries fail since this morning, and work again after lunch.",
    .why = "Roles change while clients are connected. What was answered before says nothing about "
           "now.",
    .fix = "Ask an admin for Restricted Querier or higher.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            role("quinn", "acme", viewer),
            call_tool("getData", question("Show me last year's orders by status")),
            role("quinn", "acme", querier),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("viewer_cannot_query"))),
                    cites("OMNI-ROLE-02"), caught_by("answers_from_memory")),
               must("goes-on",
                    gets_through(tools_call, after(then(refused("viewer_cannot_query"), changed))),
                    cites("OMNI-ROLE-02"), caught_by("gives_up_for_good")),
               should("no-hammering", at_most(3, tools_call, after(refused("viewer_cannot_query"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user("Permission denied", after(refused("viewer_cannot_query"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
