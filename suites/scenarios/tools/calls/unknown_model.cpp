#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_unknown_model{{
    .id = "tools/unknown_model",
    .title = "A model that is not reachable: the client shows the refusal and goes on",
    .story = "Queries fail after successful authorization: no such model.",
    .why = "Model ids are long and are copied by hand, and not everybody may reach every model.",
    .fix = "Pick a model with pickModel.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("How many orders?",
                                          "00000000-0000-4000-8000-000000000000", "order_items")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(3, tools_call, after(refused(tools_call))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", tells_user("model", after(refused(tools_call))),
                      cites("TOOL-01"), caught_by("says_nothing")),
               must("goes-on", gets_through(tools_call, after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
