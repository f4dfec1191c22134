#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register forbidden_user_deactivated_and_back{{
    .id = "forbidden/user_deactivated_and_back",
    .title = "A user is deactivated by mistake and brought back: the connection survives",
    .story = "Queries fail after successful authorization.",
    .why = "A deactivated user is refused at once. Nobody should have to set up the client anew "
           "when it was a mistake.",
    .fix = "Ask an admin whether your account is active.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            deactivated("quinn", "acme"),
            call_tool("getData", question("Show me last year's orders by status")),
            activated("quinn", "acme"),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("user_deactivated"))),
                    cites("OMNI-ROLE-02"), caught_by("answers_from_memory")),
               must("goes-on",
                    gets_through(tools_call, after(then(refused("user_deactivated"), changed))),
                    cites("OMNI-ROLE-02"), caught_by("gives_up_for_good")),
               should("no-hammering", at_most(3, tools_call, after(refused("user_deactivated"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-new-sign-in", never(authorize, after(refused("user_deactivated"))),
                      cites("SU-06"), caught_by("signs_in_after_403")),
               should("tells-the-user", speaks_up(once(refused("user_deactivated"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
