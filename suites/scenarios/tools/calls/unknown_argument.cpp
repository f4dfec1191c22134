#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_unknown_argument{{
    .id = "tools/unknown_argument",
    .title = "An argument that the tool does not know: the client shows what is wrong and goes on",
    .story = "The assistant adds an argument of its own making.",
    .why = "Tools refuse what they do not know instead of ignoring it. The error must reach "
           "whoever made the call.",
    .fix = "Ask again in plain words.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", Json{{"prompt", "How many orders?"}, {"limit", "ten"}}),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(3, tools_call, after(refused(tools_call))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", speaks_up(once(refused(tools_call))), cites("TOOL-01"),
                      caught_by("says_nothing")),
               must("goes-on", gets_through(tools_call, after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
