#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/QwenLM/qwen-code/issues/5343
const Register discovery_challenge_in_other_case{{
    .id = "discovery/challenge_in_other_case",
    .title = "The challenge is written in another case: the client reads it all the same",
    .story = "Authorization flow doesn't start.",
    .why = "Schemes and parameter names have no case. A gateway may write them as it likes. "
           "Whoever misreads the challenge does not find where to sign in.",
    .fix = "Update the MCP client: it has to read the challenge as HTTP defines it.",
    .arrange = {fault(every_request(), metadata_is("elsewhere")),
                fault(every_mcp_request(), challenge_spelled("lower_case"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = looks_where_the_challenge_says("CHAL-01", "minds_case"),
}};

}  // namespace conform::words
