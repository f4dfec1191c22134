#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_step_up_without_end{{
    .id = "authorization/step_up_without_end",
    .title = "No scope is ever enough: the client stops asking",
    .story = "Question after question opens the authorization page again.",
    .why = "A server that is never content must not make the client open one window "
           "after the other.",
    .fix = "Ask the admin what the account lacks.",
    .arrange = {further_scope("mcp:write"),
                fault(every("tools/call"), refused_for_want_of("mcp:write"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("stops-asking", at_most(2, authorize, after(answered(tools_call, 403))),
                      cites("SU-06"), caught_by("steps_up_without_end")),
               should("tells-the-user", tells_user(anything, after(answered(tools_call, 403))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
