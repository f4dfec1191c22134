#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/google-gemini/gemini-cli/issues/25508
// Seen in real clients: https://github.com/microsoft/vscode/issues/262278
const Register discovery_resource_of_another_server{{
    .id = "discovery/resource_of_another_server",
    .title = "The metadata is for another server: the client does not use it",
    .story = "The client says that a protected resource does not match.",
    .why = "Whoever can make a client take the metadata of another server gets a token that is "
           "good there.",
    .fix = "Check the connection URL. If it is right, tell Omni.",
    .arrange = {no_client_documents(), fault(every_request_to("protected resource metadata"),
                                             metadata_is("wrong_resource"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks =
        {must("does-not-register", never(registration, after(served(protected_resource_metadata))),
              cites("PRM-01"), caught_by("takes_any_resource")),
         must("does-not-authorize", never(authorize, after(served(protected_resource_metadata))),
              cites("AZ-17"), caught_by("takes_any_resource")),
         should("tells-the-user", tells_user(anything, after(served(protected_resource_metadata))),
                cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
