#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/anthropics/claude-code/issues/56357
// Seen in real clients: https://github.com/metatool-ai/metamcp/issues/277
const Register api_key_refused_with_a_challenge{{
    .id = "api_key/refused_with_a_challenge",
    .title = "A bad key is refused with a challenge: the client still starts no sign-in",
    .story = "Authentication fails, and a browser window opens for a server that has no sign-in.",
    .why = "A 401 should carry WWW-Authenticate. Where a key is configured and no OAuth is "
           "offered, a sign-in cannot cure it.",
    .fix = "Verify the API key is correct and hasn't been revoked.",
    .arrange = {fault(every_mcp_request(), challenged("Bearer error=\"invalid_token\""))},
    .act = {connect(api_key("?wrong").at("acme"))},
    .checks = {should("no-hammering", at_most(2, initialize, once(refused("unknown_key"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-sign-in-instead", never(registration, after(refused("unknown_key"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               should("tells-the-user", speaks_up(once(refused("unknown_key"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               must("keeps-its-secrets", keeps_its_secrets(once(refused("unknown_key"))),
                    cites("BEAR-04"), caught_by("prints_secrets"))},
}};

}  // namespace conform::words
