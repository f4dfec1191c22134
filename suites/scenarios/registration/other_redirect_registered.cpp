#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_other_redirect_registered{{
    .id = "registration/other_redirect_registered",
    .title = "Another redirect URI was registered than the client asked for: it does not "
             "authorize with its own",
    .story = "Authorization flow doesn't start.",
    .why = "The server may change what is registered. A client that does not look is refused at "
           "the authorization page, where nobody tells its user why.",
    .fix = "Tell Omni; use an API key until then.",
    .arrange = {no_client_documents(),
                fault(every_request_to("registration"), registration_is_odd("changed_redirect"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("does-not-use-its-own", never(authorize, after(seen(registration))),
                      cites("DCR-03"), caught_by("ignores_registration_answer"))},
}};

}  // namespace conform::words
