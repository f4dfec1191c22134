#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/openai/codex/issues/19154
// Seen in real clients: https://github.com/microsoft/vscode/issues/257415
const Register registration_absent{{
    .id = "registration/absent",
    .title = "There is no way to register: the client stops and says so",
    .story = "Authorization flow doesn't start.",
    .why = "An organization may know its clients by hand. A client that goes on without an "
           "identity shows its user an error page in place of an explanation.",
    .fix = "Give the client an identity that an admin registered, or use an API key.",
    .arrange = {no_client_documents(), registration_is(absent)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("no-authorization",
                    never(authorize, after(served(authorization_server_metadata))), cites("REG-09"),
                    caught_by("goes_on_without_registration")),
               should("does-not-guess",
                      never(registration, after(served(authorization_server_metadata))),
                      cites("REG-01"), caught_by("guesses_registration")),
               should("tells-the-user",
                      tells_user(anything, after(served(authorization_server_metadata))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
