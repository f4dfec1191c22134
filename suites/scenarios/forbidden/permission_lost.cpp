#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register forbidden_permission_lost{{
    .id = "forbidden/permission_lost",
    .title = "The user lost the permission to query after the grant",
    .story = "Queries fail after successful authorization.",
    .why = "Permissions are those of the moment. The client must show that the answer is "
           "missing, and why.",
    .fix = "Ask an admin for Restricted Querier or higher.",
    .arrange = {refusals_by_http()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            role("quinn", "acme", viewer),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("viewer_cannot_query"))),
                    cites("OMNI-ROLE-02"), caught_by("answers_from_memory")),
               should("no-new-sign-in", never(authorize, after(refused("viewer_cannot_query"))),
                      cites("SU-06"), caught_by("signs_in_after_403")),
               should("no-hammering", at_most(2, tools_call, after(refused("viewer_cannot_query"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user("Permission denied", after(refused("viewer_cannot_query"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
