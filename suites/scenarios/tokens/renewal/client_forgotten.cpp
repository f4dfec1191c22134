#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_client_forgotten{{
    .id = "tokens/client_forgotten",
    .title = "The server does not know the client any more: it registers again",
    .story = "After a long pause nothing works any more, although you signed in.",
    .why = "Servers clear out registrations. A client that goes on with an id that "
           "nobody knows fails for ever, whatever its user does.",
    .fix = "Remove the connection in the client and add it again.",
    .needs = {"refresh"},
    .arrange = {no_client_documents(), access_tokens_live(std::chrono::hours(1)),
                fault(the_first_refresh(), odd_token("invalid_client"))},
    .act = asks_before_and_after_expiry(),
    .checks = {should("registers-again", at_least(1, registration, after(refused(refresh))),
                      cites("RT-04"), caught_by("keeps_forgotten_registration"))},
}};

}  // namespace conform::words
