#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/QwenLM/qwen-code/issues/5343
const Register discovery_challenge_without_quotes{{
    .id = "discovery/challenge_without_quotes",
    .title = "The values of the challenge have no quotes: the client reads them all the same",
    .story = "Authorization flow doesn't start.",
    .why = "Quotes are optional where a value is a token, and some servers leave them out "
           "altogether. Whoever misreads the challenge does not find where to sign in.",
    .fix = "Update the MCP client: it has to read the challenge as HTTP defines it.",
    .arrange = {fault(every_request(), metadata_is("elsewhere")),
                fault(every_mcp_request(), challenge_spelled("tokens"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = looks_where_the_challenge_says("CHAL-01", "wants_quotes"),
}};

}  // namespace conform::words
