#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_token_type_absent{{
    .id = "tokens/token_type_absent",
    .title = "The token comes without a type: the client ends and says so, or works",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "A token without a type is half an answer. Whatever a client makes of it, "
           "it must come to an end and tell its user.",
    .fix = "Start the connection again in the client.",
    .arrange = {fault(every_code_exchange(), odd_token("no_token_type"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = says_what_came_of_the_code(),
}};

}  // namespace conform::words
