#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_issuer_unadvertised_but_wrong{{
    .id = "authorization/issuer_unadvertised_but_wrong",
    .title = "A wrong issuer counts although nobody promised to send one",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "Whether the server advertises the parameter or not: an answer that names "
           "somebody else is not from the server that the person was sent to.",
    .fix = "Start the connection again in the client.",
    .arrange = {fault(every_authorization_answer(),
                      with_parameters({{"iss", "https://another-issuer.example"}}))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("keeps-the-code", never(token, after(carried("iss"))), cites("SEC-04"),
                    caught_by("ignores_issuer")),
               should("tells-the-user", tells_user(anything, after(carried("iss"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
