#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_refresh_cut_off{{
    .id = "tokens/refresh_cut_off",
    .title = "The connection is lost during a renewal: the client keeps its grant",
    .story = "One question fails. The next one works, and nobody has to sign in.",
    .why = "A lost connection says nothing about the grant. A client that throws it away then "
           "opens a browser for nothing, whenever the network is bad.",
    .fix = "Wait a little, then ask again.",
    .needs = {"refresh"},
    .arrange = {access_tokens_live(std::chrono::hours(1)),
                fault(every_refresh(), status(503).and_also(connection_lost_before_the_answer()))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(waits(std::chrono::hours(2))),
            call_tool("getData", question("Show me last year's orders by status")),
            admin(faults_are_over()),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("keeps-the-grant", never(authorize, after(seen(refresh))), cites("RT-06"),
                      caught_by("takes_failure_for_refusal")),
               should("works-again", gets_through(tools_call, after(seen(refresh))), cites("RT-06"),
                      caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
