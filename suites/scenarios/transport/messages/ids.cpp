#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_ids{{
    .id = "transport/ids",
    .title = "Each request has an id of its own, and a notification has none",
    .story = "Answers are shown for the wrong question, or the server answers 400.",
    .why = "An answer finds its question by the id. Two questions with one id get mixed up as soon "
           "as one is slow.",
    .fix = "Update the MCP client.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("never-twice", each(tools_list, has_fresh_id()), cites("RPC-02"),
                    caught_by("repeats_ids")),
               must("never-null", each(tools_list, has_fresh_id()), cites("RPC-01"),
                    caught_by("null_ids")),
               must("none-on-notifications", each(initialized, has_no_id()), cites("RPC-03"),
                    caught_by("id_on_notification"))},
}};

}  // namespace conform::words
