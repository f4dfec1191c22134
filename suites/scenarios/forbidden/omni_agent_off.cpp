#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register forbidden_omni_agent_off{{
    .id = "forbidden/omni_agent_off",
    .title = "The Omni Agent is off: the tools are listed, but a call is refused",
    .story =
        "The tools still appear in the client, but calls return \"403 Feature is not enabled\".",
    .why =
        "The tool list looks as always. Only the text of the refusal tells the user that an admin "
        "switched something off.",
    .fix = "Ask an admin to enable the Omni Agent: Settings > AI.",
    .arrange = {setting("acme", omni_agent, off)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("feature_off"))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("feature_off"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user("Feature is not enabled", after(refused("feature_off"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
