#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register multi_org_three_organizations{{
    .id = "multi_org/three_organizations",
    .title = "With three organizations the last sign-in decides",
    .story = "The OAuth flow will use the cookie of the last Omni instance you logged into.",
    .why = "Consultants belong to many organizations. What the client is connected to must be what "
           "its user sees.",
    .fix = "Log out and then log back in to the organization you want to connect to immediately "
           "before starting the OAuth flow.",
    .arrange = {third_organization()},
    .act = {person(signs_in_to("globex"), as("omar")), person(signs_in_to("initech"), as("omar")),
            person(signs_in_to("acme"), as("omar")), person(signs_in_to("initech"), as("omar")),
            person(authorizes), connect(oauth), list_tools, call_tool("pickModel", Json::object()),
            call_tool("getData",
                      question("How many orders?", std::string(globex_model), "order_items"))},
    .checks = {must("acts-for-the-last",
                    each(mcp_request, after(served(initialize)), for_organization("initech")),
                    cites("OMNI-ORG-01"), caught_by("bearer_only_on_initialize")),
               should("opens-one-window", at_most(1, authorize), cites("SU-06"),
                      caught_by("opens_browser_twice")),
               must("shows-its-models", shows_what_came(once(served(tools_call))),
                    cites("OMNI-ORG-03"), caught_by("repeats_first_answer"))},
}};

}  // namespace conform::words
