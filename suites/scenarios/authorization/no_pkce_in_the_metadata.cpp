#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_no_pkce_in_the_metadata{{
    .id = "authorization/no_pkce_in_the_metadata",
    .title = "The server does not say that it supports PKCE: the client refuses",
    .story = "Authorization flow doesn't start.",
    .why = "Without PKCE a code that somebody overhears on its way through the browser "
           "is as good as the password. A client that goes on cannot know whether it "
           "is protected.",
    .fix = "Nothing to do for the user: the authorization server has to say "
           "code_challenge_methods_supported.",
    .arrange = {fault(every_request_to("authorization server metadata"),
                      metadata_is("no_pkce_methods"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("refuses", never(authorize, after(seen(authorization_server_metadata))),
                    cites("AZ-03"), caught_by("needs_no_pkce_metadata")),
               should("tells-the-user",
                      tells_user(anything, after(seen(authorization_server_metadata))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
