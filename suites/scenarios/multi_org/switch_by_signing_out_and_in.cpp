#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register multi_org_switch_by_signing_out_and_in{{
    .id = "multi_org/switch_by_signing_out_and_in",
    .title = "Signing out and in again, then reconnecting, switches the organization",
    .story = "Log out and then log back in to the organization you want to connect to "
             "immediately before starting the OAuth flow.",
    .why = "The client cannot name an organization. A client that mixes the old token with the new "
           "one shows data of the wrong organization.",
    .fix = "Remove the old connection, log in to the other organization, and connect "
           "again.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("omar")), person(authorizes), connect(oauth),
            call_tool("pickModel", Json::object()), disconnect, person(signs_out_of("acme")),
            person(signs_in_to("globex"), as("omar")), connect(oauth_anew()),
            call_tool("pickModel", Json::object())},
    .checks = {must("uses-the-new-token",
                    each(mcp_request,
                         after(then(then(granted, served(code_exchange)), served(initialize))),
                         for_organization("globex")),
                    cites("OMNI-ORG-02"), caught_by("bearer_only_on_initialize")),
               should("opens-one-window-each", at_most(2, authorize), cites("SU-06"),
                      caught_by("opens_browser_twice"))},
}};

}  // namespace conform::words
