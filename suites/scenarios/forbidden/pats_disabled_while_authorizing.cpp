#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register forbidden_pats_disabled_while_authorizing{{
    .id = "forbidden/pats_disabled_while_authorizing",
    .title = "Personal access tokens are switched off while the person reads the "
             "authorization page",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "Settings change at any moment. The refusal comes after the click, where "
           "clients expect only success.",
    .fix = "Ask an admin to enable PATs: Settings > API Keys > Personal tokens.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")),
            person(authorizes_after(setting("acme", personal_access_tokens, off))), connect(oauth)},
    .checks = {must("stops-after-refusal",
                    never(authorize, after(refused("personal_access_tokens_off"))),
                    cites("OMNI-PAT-01"), caught_by("asks_again")),
               should("tells-the-user",
                      tells_user(anything, once(refused("personal_access_tokens_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
