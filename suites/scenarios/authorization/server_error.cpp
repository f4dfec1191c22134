#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_server_error{{
    .id = "authorization/server_error",
    .title = "The authorization ends with server_error: the client stops and says so",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "Something broke at Omni while the person was looking at the page. Opening "
           "the page again at once only shows that to them once more.",
    .fix = "Wait a little, then start the connection again in the client.",
    .arrange = {fault(every_authorization_answer(),
                      turned_into_error("server_error", "The server is not well today"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = takes_no_for_an_answer(),
}};

}  // namespace conform::words
