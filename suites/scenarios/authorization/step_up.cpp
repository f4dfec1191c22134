#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_step_up{{
    .id = "authorization/step_up",
    .title = "A call needs one more scope: the client asks for it and tries again",
    .story = "One question fails with \"insufficient scope\". You authorize once more, and "
             "it works.",
    .why = "The server says what is missing. A client that does not ask for it leaves "
           "the person with an error that they could have settled by a click.",
    .fix = "Click Authorize on the page that the client opens.",
    .arrange = {further_scope("mcp:write"),
                fault(the_first("tools/call"), refused_for_want_of("mcp:write"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("asks-for-it", at_least(1, authorize, after(answered(tools_call, 403))),
                      cites("SU-04"), caught_by("never_steps_up")),
               should("keeps-what-it-had",
                      at_least(1, wide_authorize, after(answered(tools_call, 403))), cites("SU-05"),
                      caught_by("steps_up_with_less")),
               should("tries-again", gets_through(tools_call, after(answered(tools_call, 403))),
                      cites("SU-04"), caught_by("never_steps_up"))},
}};

}  // namespace conform::words
