#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_owner_left{{
    .id = "api_key/owner_left",
    .title = "The creator of a key left: the key is refused, and the client says so",
    .story = "Authentication fails although nobody touched the key.",
    .why = "A key acts as the person who made it. When that person leaves, every workflow with the "
           "key stops.",
    .fix = "Create a key with an account that stays, such as a service account.",
    .arrange = {},
    .act = {connect(api_key("acme_departed_key"))},
    .checks = {should("no-hammering", at_most(2, initialize, once(refused("user_deactivated"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-sign-in-instead", never(registration, after(refused("user_deactivated"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               should("tells-the-user", speaks_up(once(refused("user_deactivated"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               must("keeps-its-secrets", keeps_its_secrets(once(refused("user_deactivated"))),
                    cites("BEAR-04"), caught_by("prints_secrets"))},
}};

}  // namespace conform::words
