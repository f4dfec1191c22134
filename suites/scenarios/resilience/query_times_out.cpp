#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register resilience_query_times_out{{
    .id = "resilience/query_times_out",
    .title = "The query times out: the client does not send it again and again",
    .story = "Queries fail after successful authorization.",
    .why = "A query that timed out once will time out again, and each try costs the "
           "warehouse.",
    .fix = "Ask a narrower question: a shorter time range, fewer fields.",
    .arrange = {query_times_out()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("query_timed_out"))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("query_timed_out"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", tells_user("timed", after(refused("query_timed_out"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
