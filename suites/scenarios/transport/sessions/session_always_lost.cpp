#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_session_always_lost{{
    .id = "transport/session_always_lost",
    .title = "The session is lost at every call: the client stops and says so",
    .story = "Each question takes long and ends in \"Session not found\".",
    .why = "Behind a load balancer without sticky sessions every other machine refuses the "
           "session. Beginning anew without end makes that worse.",
    .fix = "Ask the people who run the server; several machines must share their sessions.",
    .arrange = {sessions(), fault(every("tools/call"), status(404))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("stops", at_most(4, initialize), cites("SU-06"),
                      caught_by("reinitializes_without_end")),
               should("does-not-insist", at_most(3, tools_call, after(fault_struck)),
                      cites("SU-06"), caught_by("reinitializes_without_end")),
               must("does-not-pretend", admits_refusal(after(fault_struck)), cites("HTTP-07"),
                    caught_by("answers_from_memory")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
