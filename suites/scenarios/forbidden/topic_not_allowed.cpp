#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register forbidden_topic_not_allowed{{
    .id = "forbidden/topic_not_allowed",
    .title = "The topic is closed to AI: the call is refused and the client says so",
    .story = "Queries fail after successful authorization.",
    .why = "A modeler decides which topics AI may use. The connection is fine; only this "
           "question cannot be answered.",
    .fix = "Ask about another topic, or ask a modeler to open this one.",
    .arrange = {topic_hidden("acme", "order_items")},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("topic_not_allowed"))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("topic_not_allowed"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user("No such topic", after(refused("topic_not_allowed"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
