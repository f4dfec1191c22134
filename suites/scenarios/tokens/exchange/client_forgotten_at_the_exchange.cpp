#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_client_forgotten_at_the_exchange{{
    .id = "tokens/client_forgotten_at_the_exchange",
    .title = "The server does not know the client any more when it brings its code: it registers "
             "again",
    .story = "Authorization fails after clicking \"Authorize\", each time you try.",
    .why = "A server can lose its list of clients at any moment. A client that keeps the "
           "client_id that was refused can never be connected again.",
    .fix = "Remove the connection from the client, then add it again.",
    .arrange = {no_client_documents(), fault(every_code_exchange(), odd_token("invalid_client"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            connect(oauth)},
    .checks = {should("registers-again", at_least(1, registration, after(refused(code_exchange))),
                      cites("RT-04"), caught_by("keeps_forgotten_registration"))},
}};

}  // namespace conform::words
