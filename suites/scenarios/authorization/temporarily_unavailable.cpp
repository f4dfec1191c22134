#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_temporarily_unavailable{{
    .id = "authorization/temporarily_unavailable",
    .title = "The server is temporarily unavailable: the client does not press it",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "The server asks for patience. It is for the person to say when to try "
           "again.",
    .fix = "Wait a little, then start the connection again in the client.",
    .arrange = {fault(every_authorization_answer(),
                      turned_into_error("temporarily_unavailable", "Maintenance until noon"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = takes_no_for_an_answer(),
}};

}  // namespace conform::words
