#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_success_as_web_page{{
    .id = "tokens/success_as_web_page",
    .title = "A web page comes in place of the token: the client ends and says so",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "What stands between client and Omni answers in its own words. A client "
           "that can read nothing but JSON must still come to an end.",
    .fix = "Start the connection again in the client, if need be from another network.",
    .arrange = {fault(
        every_code_exchange(),
        status_with_body(200, "text/html",
                         "<!doctype html><title>Welcome</title><p>You are signed in.</p>"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = says_what_came_of_the_code(),
}};

}  // namespace conform::words
