#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register forbidden_user_deactivated_after_grant{{
    .id = "forbidden/user_deactivated_after_grant",
    .title = "The user is deactivated after the grant: the client stops and says so",
    .story = "Queries fail after successful authorization.",
    .why =
        "Somebody left the company. Their client must not go on as if they had not, and must not "
        "ask them to sign in over and over.",
    .fix = "Ask an admin to reactivate the account.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            deactivated("quinn", "acme"),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("user_deactivated"))),
                    cites("OMNI-ROLE-02"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("user_deactivated"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", tells_user(anything, after(refused("user_deactivated"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
