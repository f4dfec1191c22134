#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_given_identity_elsewhere{{
    .id = "registration/given_identity_elsewhere",
    .title = "The identity that the user was given is for another authorization server: the "
             "client does not use it there",
    .story = "The sign-in ends on a page that says the client is not known.",
    .why = "An identity means something to the server that gave it out only. Another server must "
           "not learn it, and can make nothing of it.",
    .fix = "Ask the admin for an identity at the new authorization server.",
    .arrange = {no_client_documents(), registered_by_hand("acme-desk")},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes),
            connect(oauth_as("acme-desk")), list_tools,
            admin(fault(every_request(), metadata_is("issuer_with_path"))),
            connect(anew(oauth_as("acme-desk")))},
    .checks = {should("does-not-use-it-there", never(authorize, after(server_named("/tenant1"))),
                      cites("REG-11"), caught_by("takes_identity_anywhere")),
               should("tells-the-user", tells_user(anything, after(server_named("/tenant1"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
