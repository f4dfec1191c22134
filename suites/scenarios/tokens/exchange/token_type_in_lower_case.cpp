#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/BerriAI/litellm/issues/34743
// Seen in real clients: https://github.com/desplega-ai/agent-swarm/issues/368
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
                    caught_by("wants_a_capital_b")),
               should("writes-bearer", each(bearer_request, writes_bearer()), cites("BEAR-05"),
                      caught_by("writes_bearer_small"))},
}};

}  // namespace conform::words
