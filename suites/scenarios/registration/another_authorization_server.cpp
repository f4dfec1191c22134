#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_another_authorization_server{{
    .id = "registration/another_authorization_server",
    .title = "The server has another authorization server now: the client registers there",
    .story = "The sign-in ends on a page that says the client is not known.",
    .why = "What one authorization server registered, another does not know. A client that takes "
           "it along is refused, or passes for somebody else.",
    .fix = "Remove the connection and add it again; update the MCP client.",
    .arrange = {no_client_documents()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, admin(fault(every_request(), metadata_is("issuer_with_path"))),
            connect(oauth_anew())},
    .checks = {must("registers-there", at_least(1, registration, after(server_named("/tenant1"))),
                    cites("REG-10"), caught_by("one_registration_for_all")),
               must("takes-nothing-along", takes_new_identity(after(server_named("/tenant1"))),
                    cites("DISC-17"), caught_by("one_registration_for_all"))},
}};

}  // namespace conform::words
