#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_plain_pkce_only{{
    .id = "authorization/plain_pkce_only",
    .title = "The server offers plain PKCE only: the client does not lower itself to "
             "that",
    .story = "Authorization flow doesn't start.",
    .why = "With the method \"plain\" the secret stands in the address that opens the "
           "browser. A server that offers nothing else may be an attacker between "
           "client and Omni.",
    .fix = "Nothing to do for the user: the authorization server has to support S256.",
    .arrange = {fault(every_request_to("authorization server metadata"),
                      metadata_is("plain_pkce_only"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-fall-back",
                    never(plain_authorize, after(seen(authorization_server_metadata))),
                    cites("PKCE-02"), caught_by("falls_back_to_plain")),
               should("tells-the-user",
                      tells_user(anything, after(seen(authorization_server_metadata))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
