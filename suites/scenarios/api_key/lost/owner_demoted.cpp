#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_owner_demoted{{
    .id = "api_key/owner_demoted",
    .title = "The creator of a key lost the role that it needs, and the key stops working",
    .story = "Authentication fails although the key was neither changed nor revoked.",
    .why = "A key follows the current state of its creator. The client's user can only "
           "guess that unless the refusal is shown.",
    .fix = "Check that the key has appropriate permissions, or create one with an account "
           "that has them.",
    .arrange = {},
    .act = {connect(api_key("acme_demoted_token"))},
    .checks = {should("no-hammering", at_most(2, initialize, once(refused("key_owner_demoted"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", tells_user(anything, after(refused("key_owner_demoted"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
