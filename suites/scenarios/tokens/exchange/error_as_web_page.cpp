#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_error_as_web_page{{
    .id = "tokens/error_as_web_page",
    .title = "The token endpoint refuses with a web page: the client ends and says so",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "What stands between client and Omni answers in its own words. A client "
           "that can read nothing but JSON must still come to an end.",
    .fix = "Start the connection again in the client, if need be from another network.",
    .arrange = {fault(
        every_code_exchange(),
        status_with_body(
            400, "text/html",
            "<!doctype html><title>Bad request</title><p>Your request was not understood.</p>"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = gets_over_odd_token_answers(),
}};

}  // namespace conform::words
