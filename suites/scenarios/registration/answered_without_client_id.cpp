#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_answered_without_client_id{{
    .id = "registration/answered_without_client_id",
    .title = "The registration is answered without a client ID: the client stops",
    .story = "Authorization flow doesn't start.",
    .why = "There is nothing by which the client could be known. What it makes up itself is "
           "refused at the authorization page.",
    .fix = "Tell Omni; use an API key until then.",
    .arrange = {no_client_documents(),
                fault(every_request_to("registration"), registration_is_odd("no_client_id"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("stops", never(authorize, after(seen(registration))), cites("DCR-05"),
                    caught_by("goes_on_without_registration")),
               should("tells-the-user", tells_user(anything, after(seen(registration))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
