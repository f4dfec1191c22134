#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register viewer_authorizes_but_cannot_query{{
    .id = "viewer/authorizes_but_cannot_query",
    .title = "A Viewer signs in and sees the tools, but cannot query",
    .story = "While Viewers can create an MCP OAuth PAT, they won't be able to run queries "
             "or retrieve data through MCP.",
    .why = "Everything looks connected. The refusal comes with the first question and "
           "looks like a broken server unless the client shows it.",
    .fix = "Ask an admin for Restricted Querier or higher.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("vera")), person(authorizes), connect(oauth), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("lists-tools", at_least(1, tools_list, after(granted)), cites("OMNI-PAT-02"),
                    caught_by("never_lists_tools")),
               must("does-not-pretend", admits_refusal(after(refused("viewer_cannot_query"))),
                    cites("OMNI-ROLE-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("viewer_cannot_query"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user("Permission denied", after(refused("viewer_cannot_query"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
