#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_oauth_url_with_a_key{{
    .id = "api_key/oauth_url_with_a_key",
    .title = "A key at the OAuth URL is refused, and the client does not insist",
    .story = "Authentication fails: the key is configured with the OAuth URL.",
    .why = "The two URLs look alike and guides mix them up. The key can never work there, "
           "however often it is sent.",
    .fix = "Use the URL of your instance with an API key: "
           "https://<YOUR_OMNI_INSTANCE>/mcp/https.",
    .arrange = {},
    .act = {connect(oauth_url_with("acme_querier_key"))},
    .checks = {should("no-hammering",
                      at_most(2, initialize, once(refused("wrong_credential_for_url"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user(anything, after(refused("wrong_credential_for_url"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
