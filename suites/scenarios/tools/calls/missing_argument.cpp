#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_missing_argument{{
    .id = "tools/missing_argument",
    .title = "An argument is missing: the client shows what is wrong and goes on",
    .story = "The assistant calls a tool and gets \"prompt\" wrong.",
    .why = "The server says which argument is wrong, so that the assistant can correct itself. A "
           "client that hides it makes it guess.",
    .fix = "Ask again with the question in plain words.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", Json{{"topicName", "order_items"}}),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(3, tools_call, after(refused(tools_call))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", tells_user("prompt", after(refused(tools_call))),
                      cites("TOOL-01"), caught_by("says_nothing")),
               must("goes-on", gets_through(tools_call, after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
