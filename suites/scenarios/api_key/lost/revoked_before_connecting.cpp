#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_revoked_before_connecting{{
    .id = "api_key/revoked_before_connecting",
    .title = "A revoked key is refused from the first request on",
    .story = "Authentication fails: the API key was revoked.",
    .why = "Old configurations live long. The client must not hide that its key is gone.",
    .fix = "Verify the API key is correct and hasn't been revoked.",
    .arrange = {},
    .act = {connect(api_key("acme_revoked_key"))},
    .checks = {should("no-hammering", at_most(2, initialize, once(refused("revoked_key"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-sign-in-instead", never(registration, after(refused("revoked_key"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               should("tells-the-user", speaks_up(once(refused("revoked_key"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               must("keeps-its-secrets", keeps_its_secrets(once(refused("revoked_key"))),
                    cites("BEAR-04"), caught_by("prints_secrets"))},
}};

}  // namespace conform::words
