#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_wrong_key{{
    .id = "api_key/wrong_key",
    .title = "A key that Omni never issued is refused, and the client says so",
    .story = "Authentication fails: the API key was mistyped.",
    .why = "A typing error is the most common mistake. The user can find it only when the "
           "client shows that the key was refused.",
    .fix = "Verify the API key is correct and hasn't been revoked.",
    .arrange = {},
    .act = {connect(api_key("?wrong").at("acme"))},
    .checks = {should("no-hammering", at_most(2, initialize, once(refused("unknown_key"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-sign-in-instead", never(registration, after(refused("unknown_key"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               should("tells-the-user", tells_user(anything, after(refused("unknown_key"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
