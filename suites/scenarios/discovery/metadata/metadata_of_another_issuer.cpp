#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_metadata_of_another_issuer{{
    .id = "discovery/metadata_of_another_issuer",
    .title = "The metadata names another issuer: the client does not use it",
    .story = "The client says that the issuer does not match.",
    .why = "Otherwise a server could lead clients to the endpoints of another one, and collect "
           "the codes that are meant for it.",
    .fix = "Tell Omni: the two documents have to name the same issuer.",
    .arrange = {fault(every_request_to("authorization server metadata"),
                      member_set("/issuer", "https://elsewhere.example"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("does-not-use-it",
                    never(authorize, after(served(authorization_server_metadata))),
                    cites("DISC-16"), caught_by("takes_any_issuer")),
               should("tells-the-user",
                      tells_user(anything, after(served(authorization_server_metadata))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
