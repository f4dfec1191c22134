#include "suites/transport_words.hpp"

namespace conform::words {

const Register scenario{{
    .id = "tools/question_not_understood",
    .title = "A question that the model cannot answer: the client shows why and goes on",
    .story = "Queries fail after successful authorization: the question was not understood.",
    .why = "Not every question fits the data. The answer says what is missing, and a good next "
           "question follows from it.",
    .fix = "Ask about the fields of the topic; pickTopic lists them.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("zzz qqq")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(3, tools_call, after(refused(tools_call))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", speaks_up(once(refused(tools_call))), cites("TOOL-01"),
                      caught_by("says_nothing")),
               must("goes-on", gets_through(tools_call, after(refused(tools_call))),
                    cites("TOOL-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
