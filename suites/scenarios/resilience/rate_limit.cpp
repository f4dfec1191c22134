#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_rate_limit{{
    .id = "resilience/rate_limit",
    .title = "More requests a minute than are allowed: the client slows down instead of insisting",
    .story =
        "The client works for a while, and then every question fails with \"Too Many Requests\".",
    .why = "Omni serves 60 requests a minute with one key. What comes above that is refused, "
           "whoever asks.",
    .fix = "Wait a minute, and let fewer assistants use one key.",
    .arrange = {requests_per_minute(5)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            call_tool("getData", question("Show me last year's orders by status")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("slows-down", each(query, after(refused("rate_limited")), waits_as_told()),
                      cites("OMNI-RATE-01"), caught_by("hammers_rate_limit")),
               should("does-not-insist", at_most(8, mcp_traffic, after(refused("rate_limited"))),
                      cites("SU-06"), caught_by("hammers_rate_limit"))},
}};

}  // namespace conform::words
