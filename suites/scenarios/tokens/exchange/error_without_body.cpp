#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_error_without_body{{
    .id = "tokens/error_without_body",
    .title = "The token endpoint refuses without a word: the client ends and says so",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "What stands between client and Omni answers in its own words. A client "
           "that can read nothing but JSON must still come to an end.",
    .fix = "Start the connection again in the client, if need be from another network.",
    .arrange = {fault(every_code_exchange(), status_with_body(400, "application/json", ""))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = gets_over_odd_token_answers(),
}};

}  // namespace conform::words
