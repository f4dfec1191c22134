#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_issuer_with_another_slash{{
    .id = "authorization/issuer_with_another_slash",
    .title = "An issuer that differs by a slash is another issuer",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "Issuers are compared letter by letter. Two tenants of one host may differ "
           "by no more than that.",
    .fix = "Start the connection again in the client.",
    .arrange = {issuer_is(advertised_and_sent),
                fault(every_authorization_answer(), with_parameters({{"iss", "{iss}/"}}))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-normalize", never(token, after(carried("iss"))), cites("AZ-13"),
                    caught_by("trims_issuer")),
               should("tells-the-user", tells_user(anything, after(carried("iss"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
