#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register registration_refused{{
    .id = "registration/refused",
    .title = "Registration is refused: the client does not authorize without an identity",
    .story = "Authorization flow doesn't start.",
    .why = "A client that made up an identity would show the person an error page in place"
           " of an explanation.",
    .fix = "Ask the admin, or use an API key.",
    .arrange = {no_client_documents(), registration_is(refused_403)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("no-authorization", never(authorize, after(refused(registration))),
                    cites("REG-12"), caught_by("goes_on_without_registration")),
               should("no-hammering", at_most(2, registration), cites("SU-06"),
                      caught_by("registers_again_and_again")),
               should("tells-the-user", tells_user(anything, after(refused(registration))),
                      cites("REG-13"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
