#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register multi_org_removed_and_added_again{{
    .id = "multi_org/removed_and_added_again",
    .title = "A connection that is removed and added again asks anew",
    .story = "You removed the connection, logged in to the other organization and added it again, "
             "and still see the old data.",
    .why = "Removing a connection is the only way to change the organization. A client that keeps "
           "the old grant shows the data of the old one.",
    .fix = "Remove the connection, sign out, sign in to the other organization, and add it again.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("omar")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")), disconnect,
            person(signs_out_of("acme")), person(signs_in_to("globex"), as("omar")),
            connect(oauth_anew()), call_tool("pickModel", Json::object())},
    .checks = {must("asks-anew", at_least(1, authorize, after(then(served(tools_call), signed_in))),
                    cites("OMNI-ORG-02"), caught_by("keeps_removed_grant")),
               must("acts-for-the-new-one",
                    each(tools_call, after(then(served(tools_call), signed_in)),
                         for_organization("globex")),
                    cites("OMNI-ORG-02"), caught_by("keeps_removed_grant")),
               should("opens-one-window-each", at_most(2, authorize), cites("SU-06"),
                      caught_by("opens_browser_twice"))},
}};

}  // namespace conform::words
