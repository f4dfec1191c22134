#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_expiry_as_text{{
    .id = "tokens/expiry_as_text",
    .title = "The lifetime of the token is written as text: the client does not mind",
    .story = "You add the connection URL to your MCP client and click Authorize.",
    .why = "Some servers write \"3600\" with quotes. The person clicked Authorize and "
           "the token is good; a client that stops here leaves them with nothing.",
    .fix = "Nothing to do in Omni: the client has to read the number, or to do "
           "without.",
    .arrange = {fault(every_code_exchange(), member_set("/expires_in", "3600"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("uses-the-token", at_least(1, bearer_request, after(granted)),
                      cites("OMNI-FLOW-03"), caught_by("minds_text_expiry"))},
}};

}  // namespace conform::words
