#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_variable_not_set{{
    .id = "api_key/variable_not_set",
    .title = "The variable with the key is not set: the client does not send its name as a key",
    .story = "Authentication fails: the configuration names ${OMNI_API_KEY}, and nobody set it.",
    .why = "Configurations name a variable so that the key stays out of the file. Sent as it "
           "stands, the name of the variable looks like a wrong key, and the user looks for the "
           "mistake in the wrong place.",
    .fix = "Set the variable where the client is started, and start it again.",
    .arrange = {},
    .act = {connect_with_text(api_key("acme_querier_key"), "${OMNI_API_KEY}")},
    .checks = {must("sends-no-placeholder", each(first_steps, credential_is_clean()),
                    cites("OMNI-KEY-01"), caught_by("sends_placeholder")),
               should("tells-the-user", speaks_up(once(seen(first_steps))), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
