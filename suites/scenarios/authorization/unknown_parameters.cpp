#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_unknown_parameters{{
    .id = "authorization/unknown_parameters",
    .title = "Parameters that nobody knows do not disturb the client",
    .story = "You add the connection URL to your MCP client and click Authorize.",
    .why = "Servers add parameters of their own to the answer. A client that trips "
           "over them stops working on the day on which Omni adds one.",
    .fix = "Nothing to do in Omni: the client has to ignore what it does not know.",
    .arrange = {fault(every_authorization_answer(),
                      with_parameters({{"session_state", "f00"}, {"hint", "a b"}}))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("goes-on", at_least(1, code_exchange, after(carried("session_state"))),
                    cites("OAUTH-06"), caught_by("trips_over_unknown_parameters"))},
}};

}  // namespace conform::words
