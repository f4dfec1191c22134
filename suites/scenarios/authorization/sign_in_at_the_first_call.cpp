#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_sign_in_at_the_first_call{{
    .id = "authorization/sign_in_at_the_first_call",
    .title = "Only calls need authorization: the client signs in when it is told to",
    .story = "The client connects and lists the tools, and then every question opens another "
             "authorization page.",
    .why = "Some servers let anybody list their tools. The 401 comes late then, and a client that "
           "signs in only while it connects never gets further.",
    .fix = "Click Authorize on the page that the client opens.",
    .arrange = {open_to_everybody(), fault(the_first("tools/call"), refused_as_invalid_token())},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, call_tool("getData", question("Total revenue by month last year")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("signs-in-once", at_most(1, authorize, after(seen(mcp_request))),
                      cites("SU-06"), caught_by("opens_browser_twice")),
               should("gets-in", gets_through(tools_call, after(answered(tools_call, 401))),
                      cites("DISC-07"), caught_by("never_signs_in_again"))},
}};

}  // namespace conform::words
