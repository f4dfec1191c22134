#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/anthropics/claude-ai-mcp/issues/614
// Seen in real clients: https://github.com/anthropics/claude-code/issues/49372
const Register api_key_revoked_key_replaced{{
    .id = "api_key/revoked_key_replaced",
    .title = "A revoked key is replaced by a good one: the client sends the new one",
    .story = "You entered a new key, and authentication still fails.",
    .why = "Both keys are for the same URL. A client that keeps credentials by URL goes on with "
           "the one that was revoked.",
    .fix = "Remove the connection from the client, then add it again with the new key.",
    .arrange = {},
    .act = {connect(api_key("acme_revoked_key")), connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("is-let-in-with-the-new-key",
                    gets_through(initialize, after(refused("revoked_key"))), cites("OMNI-KEY-01"),
                    caught_by("keeps_first_key")),
               should("tells-the-user", speaks_up(once(refused("revoked_key"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
