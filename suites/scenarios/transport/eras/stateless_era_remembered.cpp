#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_stateless_era_remembered{{
    .id = "transport/stateless_era_remembered",
    .title = "After a disconnect the client remembers which era the server is of",
    .story = "Connecting takes twice as long as it should.",
    .why = "The era of a server does not change from one hour to the next. Asking in the old way "
           "each time costs a refusal.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only)},
    .act = {connect(api_key("acme_querier_key")), list_tools, disconnect,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("does-not-ask-again", never(initialize, after(served(stateless_request))),
                      cites("MOD-12"), caught_by("forgets_era")),
               must("gets-rows", gets_rows(once(seen(stateless_request))), cites("OMNI-FLOW-01"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
