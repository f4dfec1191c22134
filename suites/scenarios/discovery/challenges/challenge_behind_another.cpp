#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/QwenLM/qwen-code/issues/5343
const Register discovery_challenge_behind_another{{
    .id = "discovery/challenge_behind_another",
    .title = "The challenge stands behind another one in the same field: the client finds it",
    .story = "Authorization flow doesn't start.",
    .why = "A server that takes more than one scheme names them all, often in one field. Whoever "
           "misreads the challenge does not find where to sign in.",
    .fix = "Update the MCP client: it has to read the challenge as HTTP defines it.",
    .arrange = {fault(every_request(), metadata_is("elsewhere")),
                fault(every_mcp_request(), challenge_spelled("several_in_one"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = looks_where_the_challenge_says("CHAL-01", "reads_first_scheme"),
}};

}  // namespace conform::words
