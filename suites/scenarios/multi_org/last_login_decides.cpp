#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register multi_org_last_login_decides{{
    .id = "multi_org/last_login_decides",
    .title = "With two organizations, the last sign-in decides which one is connected",
    .story = "The OAuth flow will use the cookie of the last Omni instance you logged into "
             "when redirecting you to the authorization page.",
    .why = "The client cannot choose the organization. It must use the token that came out"
           " of this very flow, and only that.",
    .fix = "Log out and then log back in to the organization you want to connect to "
           "immediately before starting the OAuth flow.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("omar")), person(signs_in_to("globex"), as("omar")),
            person(authorizes), connect(oauth), call_tool("pickModel", Json::object())},
    .checks = {must("acts-for-globex",
                    each(mcp_request, after(served(initialize)), for_organization("globex")),
                    cites("OMNI-ORG-01"), caught_by("bearer_only_on_initialize")),
               should("opens-one-window", at_most(1, authorize), cites("SU-06"),
                      caught_by("opens_browser_twice"))},
}};

}  // namespace conform::words
