#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_token_type_in_lower_case{{
    .id = "tokens/token_type_in_lower_case",
    .title = "The type of the token is written in small letters: the client takes it",
    .story = "You add the connection URL to your MCP client and click Authorize.",
    .why = "The names of token types are compared without regard to case. Many servers "
           "write \"bearer\"; a client that does not know the word cannot connect to "
           "them.",
    .fix = "Nothing to do in Omni: the client has to compare without regard to case.",
    .arrange = {fault(every_code_exchange(), member_set("/token_type", "bearer"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("uses-it", at_least(1, bearer_request, after(granted)), cites("OAUTH-07"),
                    caught_by("wants_a_capital_b"))},
}};

}  // namespace conform::words
