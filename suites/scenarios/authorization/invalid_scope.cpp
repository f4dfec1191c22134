#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_invalid_scope{{
    .id = "authorization/invalid_scope",
    .title = "The scope is refused: the client does not go on with less or more",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "The person is told by the page what they agree to. A client that tries "
           "other scopes until one works asks for what nobody offered.",
    .fix = "Update the MCP client, or ask its maker which scope it wants.",
    .arrange = {fault(every_authorization_answer(),
                      turned_into_error("invalid_scope", "The requested scope is unknown"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = takes_no_for_an_answer(),
}};

}  // namespace conform::words
