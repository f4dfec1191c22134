#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_two_instances{{
    .id = "api_key/two_instances",
    .title = "Two connections with two keys: each instance gets its own key",
    .story = "The second connection fails with 401 although its key is right.",
    .why = "Keys are good for one instance. A client that keeps keys by name or in one place sends "
           "the wrong one, to the wrong organization.",
    .fix = "Ensure you're using the correct instance URL.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year")),
            connect(api_key("globex_key")),
            call_tool("getData",
                      question("How many orders?", std::string(globex_model), "order_items"))},
    .checks = {must("is-let-in-at-both", gets_through(initialize, after(served(tools_call))),
                    cites("OMNI-KEY-04"), caught_by("keeps_first_key")),
               must("shows-the-right-answer", shows_what_came(once(served(tools_call))),
                    cites("OMNI-KEY-04"), caught_by("repeats_first_answer"))},
}};

}  // namespace conform::words
