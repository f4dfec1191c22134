#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_key_with_the_word_bearer{{
    .id = "api_key/key_with_the_word_bearer",
    .title = "\"Bearer\" was entered with the key: the client says that it was refused",
    .story = "Authentication fails: the field for the key holds \"Bearer\" and the key.",
    .why = "Guides show the whole header, and users copy it into a field that wants the key alone. "
           "Only a shown refusal leads them back.",
    .fix = "Enter the key alone; the client adds \"Bearer\" by itself.",
    .arrange = {},
    .act = {connect_with_text(api_key("acme_querier_key"), "Bearer {key}")},
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
