#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/QwenLM/qwen-code/issues/5343
const Register discovery_challenge_with_odd_spaces{{
    .id = "discovery/challenge_with_odd_spaces",
    .title = "There is odd white space in the challenge: the client reads it all the same",
    .story = "Authorization flow doesn't start.",
    .why = "HTTP allows white space around the equals sign, and empty elements between commas. "
           "Whoever misreads the challenge does not find where to sign in.",
    .fix = "Update the MCP client: it has to read the challenge as HTTP defines it.",
    .arrange = {fault(every_request(), metadata_is("elsewhere")),
                fault(every_mcp_request(), challenge_spelled("spaces"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = looks_where_the_challenge_says("CHAL-01", "trips_over_space"),
}};

}  // namespace conform::words
