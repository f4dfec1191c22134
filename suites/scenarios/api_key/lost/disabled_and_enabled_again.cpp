#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_disabled_and_enabled_again{{
    .id = "api_key/disabled_and_enabled_again",
    .title =
        "A key is disabled and enabled again: the client stops, says so, and goes on afterwards",
    .story = "Authentication fails for an hour, then an admin says that the key works again.",
    .why = "An admin may pause a key. The client must not go on in the meantime, and must not need "
           "to be set up anew.",
    .fix = "Verify the API key is correct and hasn't been revoked.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year")),
            admin(key_state("acme_querier_key", disabled)),
            call_tool("getData", question("Show me last year's orders by status")),
            admin(key_state("acme_querier_key", active)),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("disabled_key"))),
                    cites("OMNI-KEY-03"), caught_by("answers_from_memory")),
               must("goes-on",
                    gets_through(tools_call, after(then(refused("disabled_key"), changed))),
                    cites("OMNI-KEY-03"), caught_by("gives_up_for_good")),
               should("no-hammering", at_most(3, tools_call, after(refused("disabled_key"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", speaks_up(once(refused("disabled_key"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
