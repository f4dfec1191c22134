#include "suites/vocabulary.hpp"

namespace conform::words {

const Register scenario{{
    .id = "multi_org/switch_by_signing_out_and_in",
    .title = "Signing out and in again, then reconnecting, switches the organization",
    .story = "Log out and then log back in to the organization you want to connect to "
             "immediately before starting the OAuth flow.",
    .why = "The old token is revoked first. A client that holds on to it, or never asks "
           "again, stays locked out of both organizations.",
    .fix = "Remove the old connection, log in to the other organization, and connect "
           "again.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("omar")), person(authorizes), connect(oauth),
            call_tool("pickModel", Json::object()), admin(revokes_grants_of("omar")),
            person(signs_out_of("acme")), person(signs_in_to("globex"), as("omar")), connect(oauth),
            call_tool("pickModel", Json::object())},
    .checks = {should("signs-in-again", at_least(1, authorize, after(refused("revoked_grant"))),
                      cites("DISC-07"), caught_by("never_signs_in_again")),
               should("asks-once", at_most(1, authorize, after(refused("revoked_grant"))),
                      cites("SU-06"), caught_by("opens_browser_twice")),
               must("uses-the-new-token",
                    each(tools_call, after(refused("revoked_grant")), for_organization("globex")),
                    cites("OMNI-ORG-02"), caught_by("bearer_only_on_initialize"))},
}};

}  // namespace conform::words
