#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_once{{
    .id = "registration/once",
    .title = "The user has to sign in a second time: the client is still the one that it "
             "registered as",
    .story = "The list of clients of an organization grows with every sign-in.",
    .why = "A registration is made to last. A new one at each sign-in fills the server, and some "
           "purge or refuse them then.",
    .fix = "Nothing to do for the user; delete the clients that nobody uses.",
    .arrange = {no_client_documents()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            admin(revokes_grants_of("quinn")), connect(oauth_anew())},
    .checks = {should("registers-once", at_most(1, registration), cites("SU-06"),
                      caught_by("registers_at_each_sign_in"))},
}};

}  // namespace conform::words
