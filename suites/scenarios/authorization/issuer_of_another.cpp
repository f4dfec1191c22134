#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_issuer_of_another{{
    .id = "authorization/issuer_of_another",
    .title = "The answer names another issuer: the client keeps its code to itself",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "A client that speaks to several servers could be made to carry the code of "
           "one to another. The issuer in the answer tells them apart.",
    .fix = "Start the connection again in the client.",
    .arrange = {issuer_is(advertised_and_sent),
                fault(every_authorization_answer(),
                      with_parameters({{"iss", "https://another-issuer.example"}}))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("keeps-the-code", never(token, after(carried("iss"))), cites("ISS-01"),
                    caught_by("ignores_issuer")),
               should("tells-the-user", tells_user(anything, after(carried("iss"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
