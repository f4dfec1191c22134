#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_redirect_addresses{{
    .id = "registration/redirect_addresses",
    .title = "The answer of the authorization comes back to the client and to nobody else",
    .story = "The browser says that it cannot open the page, or asks with which program.",
    .why = "The name localhost may mean another address, on which another program listens. A "
           "scheme that belongs to no domain can be claimed by any program.",
    .fix = "Nothing to do for the user at Omni; choose a client that is answered at 127.0.0.1 or "
           "by https.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("by-address", each(authorize, is_answered_by_address()), cites("NAT-02"),
                      caught_by("redirects_to_localhost")),
               must("by-a-domain-of-its-own", each(authorize, is_answered_at_a_domain()),
                    cites("NAT-03"), caught_by("custom_scheme_redirect"))},
}};

}  // namespace conform::words
