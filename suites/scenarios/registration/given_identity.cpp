#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/anthropics/claude-code/issues/67258
// Seen in real clients: https://github.com/anthropics/claude-code/issues/38102
const Register registration_given_identity{{
    .id = "registration/given_identity",
    .title = "The user was given an identity: the client uses it and does not register",
    .story = "The client registers although an admin gave it a client ID.",
    .why = "Organizations that allow only the clients they know give out identities by hand. A "
           "client that registers all the same is refused.",
    .fix = "Update the MCP client: it has to use the client ID that it was given.",
    .arrange = {no_client_documents(), registered_by_hand("acme-desk")},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes),
            connect(oauth_as("acme-desk"))},
    .checks = {should("uses-it", each(authorize, has_parameter("client_id", "acme-desk")),
                      cites("REG-06"), caught_by("ignores_given_identity")),
               should("does-not-register",
                      never(registration, after(served(authorization_server_metadata)),
                            having(seen(authorize))),
                      cites("REG-01"), caught_by("ignores_given_identity"))},
}};

}  // namespace conform::words
