#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/QwenLM/qwen-code/issues/5343
const Register discovery_challenge_in_a_second_field{{
    .id = "discovery/challenge_in_a_second_field",
    .title = "The challenge stands in a second field of the same name: the client finds it",
    .story = "Authorization flow doesn't start.",
    .why = "A gateway adds a field of its own. HTTP says that several fields mean the same as one "
           "with commas. Whoever misreads the challenge does not find where to sign in.",
    .fix = "Update the MCP client: it has to read the challenge as HTTP defines it.",
    .arrange = {fault(every_request(), metadata_is("elsewhere")),
                fault(every_mcp_request(), challenge_spelled("several_fields"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = looks_where_the_challenge_says("CHAL-01", "reads_first_field"),
}};

}  // namespace conform::words
