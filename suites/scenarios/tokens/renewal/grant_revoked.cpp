#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register tokens_grant_revoked{{
    .id = "tokens/grant_revoked",
    .title = "The grant is revoked while the client is connected",
    .story = "An admin deleted the MCP OAuth PAT. The client has to sign in again.",
    .why = "Deleting the token is how an admin ends a client's access. The client must not go on "
           "from memory; it may ask the user to authorize once more.",
    .fix = "Connect again in the client and click Authorize.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(revokes_grants_of("quinn")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("signs-in-again", at_least(1, authorize, after(refused("revoked_grant"))),
                      cites("DISC-07"), caught_by("never_signs_in_again")),
               should("asks-once", at_most(1, authorize, after(refused("revoked_grant"))),
                      cites("SU-06"), caught_by("opens_browser_twice"))},
}};

}  // namespace conform::words
