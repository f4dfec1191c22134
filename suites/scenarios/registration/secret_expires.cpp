#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/python-sdk/issues/3256
// Seen in real clients: https://github.com/freee/freee-mcp/issues/519
const Register registration_secret_expires{{
    .id = "registration/secret_expires",
    .title = "The secret of the client runs out: the client registers again",
    .story = "From one day on nothing works any more, and signing in again changes nothing.",
    .why = "A registration says until when its secret is good. After that every renewal and every "
           "code is refused; only a new registration helps.",
    .fix = "Remove the connection from the client, then add it again.",
    .needs = {"refresh"},
    .arrange = {no_client_documents(), access_tokens_live(std::chrono::hours(1)),
                client_secrets_live(std::chrono::hours(1))},
    .act = asks_before_and_after_expiry(),
    .checks = {should("registers-again", at_least(1, registration, after(then(granted, changed))),
                      cites("DCR-06"), caught_by("keeps_forgotten_registration")),
               should("works-again", gets_through(tools_call, after(then(granted, changed))),
                      cites("DCR-06"), caught_by("keeps_forgotten_registration"))},
}};

}  // namespace conform::words
