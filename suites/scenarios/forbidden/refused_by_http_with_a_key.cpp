#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register forbidden_refused_by_http_with_a_key{{
    .id = "forbidden/refused_by_http_with_a_key",
    .title = "A Viewer's key is refused with HTTP 403 on a call, and the client says so",
    .story = "Check that the key has appropriate permissions.",
    .why = "The refusal of one call may come as HTTP 403 instead of a result. The connection is "
           "fine all the same.",
    .fix = "Check that the key has appropriate permissions: its creator needs Restricted Querier "
           "or higher.",
    .arrange = {refusals_by_http()},
    .act = {connect(api_key("acme_viewer_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            call_tool("searchDashboards", Json{{"query", "orders"}})},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("viewer_cannot_query"))),
                    cites("OMNI-KEY-02"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("viewer_cannot_query"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-sign-in-instead",
                      never(registration, after(refused("viewer_cannot_query"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               must("goes-on-with-other-tools",
                    gets_through(tools_call, after(refused("viewer_cannot_query"))),
                    cites("OMNI-KEY-02"), caught_by("gives_up_for_good")),
               should("tells-the-user", speaks_up(once(refused("viewer_cannot_query"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
