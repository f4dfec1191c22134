#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/QwenLM/qwen-code/issues/5343
const Register discovery_challenge_with_escapes{{
    .id = "discovery/challenge_with_escapes",
    .title = "There are escapes and a comma in the quoted strings: the client reads them",
    .story = "Authorization flow doesn't start.",
    .why = "A name with quotes or a comma in it is enough to break a parser that only looks for "
           "the next quote. Whoever misreads the challenge does not find where to sign in.",
    .fix = "Update the MCP client: it has to read the challenge as HTTP defines it.",
    .arrange = {fault(every_request(), metadata_is("elsewhere")),
                fault(every_mcp_request(), challenge_spelled("escapes"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = looks_where_the_challenge_says("CHAL-01", "trips_over_escapes"),
}};

}  // namespace conform::words
