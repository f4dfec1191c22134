#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_refused_with_403{{
    .id = "api_key/refused_with_403",
    .title = "A bad key is refused with 403: the client takes that for a refused key",
    .story = "Authentication fails, with \"403 Forbidden\" instead of \"401 Unauthorized\".",
    .why = "Omni refuses bad keys of its REST API with 403. A client that takes only 401 for a "
           "refused key tries again, or starts a sign-in.",
    .fix = "Verify the API key is correct and hasn't been revoked.",
    .arrange = {keys_refused_in_rest_style()},
    .act = {connect(api_key("?wrong").at("acme"))},
    .checks = {should("no-hammering", at_most(2, initialize, once(refused("unknown_key"))),
                      cites("OMNI-KEY-05"), caught_by("retries_refused")),
               should("no-sign-in-instead", never(registration, after(refused("unknown_key"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               should("tells-the-user", speaks_up(once(refused("unknown_key"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               must("keeps-its-secrets", keeps_its_secrets(once(refused("unknown_key"))),
                    cites("BEAR-04"), caught_by("prints_secrets"))},
}};

}  // namespace conform::words
