#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_personal_token_while_pats_off{{
    .id = "api_key/personal_token_while_pats_off",
    .title = "Personal tokens are off: a personal token is refused, and the client says so",
    .story = "\"Personal Access Tokens aren't enabled\" (403 error)",
    .why = "The setting does not only hold for new tokens. A personal token that worked yesterday "
           "stops.",
    .fix = "Ask an admin to enable PATs: Settings > API Keys > Personal tokens, or use an "
           "organization key.",
    .arrange = {setting("acme", personal_access_tokens, off)},
    .act = {connect(api_key("acme_modeler_token"))},
    .checks = {should("no-hammering",
                      at_most(2, initialize, once(refused("personal_access_tokens_off"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-sign-in-instead",
                      never(registration, after(refused("personal_access_tokens_off"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               should("tells-the-user", speaks_up(once(refused("personal_access_tokens_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               must("keeps-its-secrets",
                    keeps_its_secrets(once(refused("personal_access_tokens_off"))),
                    cites("BEAR-04"), caught_by("prints_secrets"))},
}};

}  // namespace conform::words
