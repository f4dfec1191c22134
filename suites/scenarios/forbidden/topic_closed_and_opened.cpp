#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register forbidden_topic_closed_and_opened{{
    .id = "forbidden/topic_closed_and_opened",
    .title = "A topic is closed to AI and opened again",
    .story = "Queries fail after successful authorization.",
    .why = "A modeler decides from day to day which topics AI may use. The next question must ask "
           "again.",
    .fix = "Ask about another topic, or ask a modeler to open this one.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year")),
            topic_hidden("acme", "order_items"),
            call_tool("getData", question("Show me last year's orders by status")),
            topic_shown("acme", "order_items"),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("topic_not_allowed"))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               must("goes-on",
                    gets_through(tools_call, after(then(refused("topic_not_allowed"), changed))),
                    cites("OMNI-QUERY-01"), caught_by("gives_up_for_good")),
               should("no-hammering", at_most(3, tools_call, after(refused("topic_not_allowed"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", speaks_up(once(refused("topic_not_allowed"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
