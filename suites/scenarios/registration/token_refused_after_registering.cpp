#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register registration_token_refused_after_registering{{
    .id = "registration/token_refused_after_registering",
    .title = "A token that was just given is refused: the client does not register again and again",
    .story = "The authorization page opens again and again.",
    .why = "No new identity cures what is wrong with the token. Each registration stays at the "
           "server, and some servers soon take no more.",
    .fix = "Ask the admin; adding the connection anew does not help.",
    .arrange = {no_client_documents(), fault(every_mcp_request(), refused_as_invalid_token())},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("no-loop", at_most(3, registration), cites("SU-06"),
                      caught_by("registers_without_end"))},
}};

}  // namespace conform::words
