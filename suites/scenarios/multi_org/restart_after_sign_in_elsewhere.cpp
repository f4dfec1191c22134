#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register multi_org_restart_after_sign_in_elsewhere{{
    .id = "multi_org/restart_after_sign_in_elsewhere",
    .title =
        "After a sign-in elsewhere and a restart the connection still belongs to its organization",
    .story = "You looked something up in another organization. Since the client was restarted it "
             "shows that one's data.",
    .why = "The cookie decides only while a connection is made. A client that forgets its grant "
           "and signs in again moves to another organization without telling.",
    .fix = "To change the organization, remove the connection and connect again.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("omar")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            person(signs_in_to("globex"), as("omar")), restart,
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("stays-where-it-was",
                    each(tools_call, after(then(served(tools_call), signed_in)),
                         for_organization("acme")),
                    cites("OMNI-ORG-03"), caught_by("forgets_grant")),
               must("asks-nobody",
                    never(authorize, after(then(served(tools_call), signed_in)),
                          having(then(then(served(tools_call), signed_in), served(initialize)))),
                    cites("OMNI-FLOW-03"), caught_by("forgets_grant"))},
}};

}  // namespace conform::words
