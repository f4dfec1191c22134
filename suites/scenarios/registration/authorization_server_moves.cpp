#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_authorization_server_moves{{
    .id = "registration/authorization_server_moves",
    .title = "The authorization server is another one while the client is connected: it registers "
             "there",
    .story = "The connection worked this morning. Now the sign-in ends on a page that says the "
             "client is not known.",
    .why = "The next 401 leads to other metadata. A client that keeps its identity in memory shows "
           "only here that it takes it along to a server that did not issue it.",
    .fix = "Restart the client; update it.",
    .needs = {"look_again"},
    .arrange = {no_client_documents()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, admin(fault(every_request(), metadata_is("issuer_with_path"))),
            admin(revokes_grants_of("quinn")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("takes-nothing-along", takes_new_identity(after(server_named("/tenant1"))),
                    cites("DISC-17"), caught_by("one_registration_for_all"))},
}};

}  // namespace conform::words
