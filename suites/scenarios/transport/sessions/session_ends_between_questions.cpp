#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_session_ends_between_questions{{
    .id = "transport/session_ends_between_questions",
    .title = "Ending the session between two questions goes unnoticed by the user",
    .story = "You leave the client open overnight and ask the next question in the morning.",
    .why = "Sessions end after a while. The user should not have to know that there are any.",
    .fix = "Nothing to do: the client connects again by itself.",
    .needs = {"begin_anew"},
    .arrange = {sessions()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            admin(ends_sessions()), list_tools,
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("begins-anew", at_least(1, initialize, after(refused("unknown_session"))),
                    cites("HTTP-07"), caught_by("never_reinitializes")),
               must("says-initialized-again",
                    at_least(1, initialized,
                             after(then(refused("unknown_session"), served(initialize)))),
                    cites("LIFE-01"), caught_by("skips_initialized")),
               must("goes-on", gets_through(tools_list, after(refused("unknown_session"))),
                    cites("HTTP-07"), caught_by("never_reinitializes"))},
}};

}  // namespace conform::words
