#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register forbidden_pats_disabled{{
    .id = "forbidden/pats_disabled",
    .title = "Personal access tokens are off: authorization is refused and the client stops",
    .story = "\"Personal Access Tokens aren't enabled\" (403 error)",
    .why = "Only an admin can change the setting. Asking again changes nothing and annoys "
           "the person.",
    .fix = "Ask an admin to enable PATs: Settings > API Keys > Personal tokens.",
    .arrange = {setting("acme", personal_access_tokens, off)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("stops-after-refusal",
                    never(authorize, after(refused("personal_access_tokens_off"))),
                    cites("OMNI-PAT-01"), caught_by("asks_again")),
               should("tells-the-user",
                      tells_user(anything, once(refused("personal_access_tokens_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
