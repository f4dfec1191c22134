#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_secret_not_asked_for{{
    .id = "registration/secret_not_asked_for",
    .title = "The client is given a secret but registered for none: it keeps the secret to itself",
    .story = "The client cannot exchange its code for a token.",
    .why = "A public client has nothing to prove. Servers refuse a secret where none is "
           "registered, and what is not sent cannot leak.",
    .fix = "Update the MCP client: it has to authenticate in the way that it is registered for.",
    .arrange = {no_client_documents(),
                fault(every_request_to("registration"), registration_is_odd("client_secret"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("shows-none", each(token, authenticates_by("none")), cites("TOK-15"),
                    caught_by("posts_any_secret"))},
}};

}  // namespace conform::words
