#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register forbidden_omni_agent_off_and_on_again{{
    .id = "forbidden/omni_agent_off_and_on_again",
    .title = "The Omni Agent is turned off and on again",
    .story = "Queries fail after successful authorization: \"Feature is not enabled\".",
    .why = "The tools stay in the list while calls are refused, so the client looks fine. Only the "
           "refusal tells.",
    .fix = "Ask an admin to enable the Omni Agent: Settings > AI > General.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year")),
            setting("acme", omni_agent, off),
            call_tool("getData", question("Show me last year's orders by status")),
            setting("acme", omni_agent, on),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("feature_off"))),
                    cites("OMNI-TOOLS-01"), caught_by("answers_from_memory")),
               must("goes-on",
                    gets_through(tools_call, after(then(refused("feature_off"), changed))),
                    cites("OMNI-TOOLS-01"), caught_by("gives_up_for_good")),
               should("no-hammering", at_most(3, tools_call, after(refused("feature_off"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", speaks_up(once(refused("feature_off"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
