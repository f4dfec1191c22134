#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register resilience_service_unavailable{{
    .id = "resilience/service_unavailable",
    .title = "The server answers 503: the client tries a few times at most",
    .story = "The client hangs, or shows \"503 Service Unavailable\".",
    .why = "503 says: not now. Trying once or twice more is fine, a flood is not.",
    .fix = "Wait a moment and ask again.",
    .arrange = {fault(every("tools/call"), status(503))},
    .act = asks_during_and_after_the_fault(),
    .checks = gets_over_server_errors(5),
}};

}  // namespace conform::words
