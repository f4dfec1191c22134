#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_revoked_key{{
    .id = "api_key/revoked_key",
    .title = "A key is revoked while the client is connected, and the client notices",
    .story = "Authentication fails: the API key was revoked.",
    .why = "Revoking a key is how an admin ends access. A client that goes on as if "
           "nothing had happened shows data that is no longer its to show.",
    .fix = "Verify the API key is correct and hasn't been revoked.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year")),
            admin(revokes_key("acme_querier_key")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("revoked_key"))),
                    cites("OMNI-KEY-03"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("revoked_key"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", tells_user(anything, after(refused("revoked_key"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
