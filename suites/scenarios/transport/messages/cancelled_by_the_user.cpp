#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_cancelled_by_the_user{{
    .id = "transport/cancelled_by_the_user",
    .title = "The user cancels a slow question: the server is told, and the next one works",
    .story = "You press Stop, but the warehouse goes on working on the question.",
    .why = "Hanging up is no cancelling: the server cannot tell it from a bad network. Only the "
           "notification stops the work.",
    .fix = "Update the MCP client.",
    .needs = {"cancel_call"},
    .arrange = {fault(the_first("tools/call"), delayed(Duration(3'000)))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_and_cancel("getData", question("Total revenue by month last year"), Duration(30)),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("tells-the-server", at_least(1, cancellation, after(cancelling)),
                      cites("HTTP-13"), caught_by("cancels_silently")),
               should("goes-on", gets_through(tools_call, after(cancelled_call)), cites("HTTP-13"),
                      caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
