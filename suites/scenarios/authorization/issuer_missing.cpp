#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_issuer_missing{{
    .id = "authorization/issuer_missing",
    .title = "The issuer is advertised but missing in the answer: the client rejects it",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "The server promised to say who it is. An answer that does not may come "
           "from another server, to which the client would then hand its code.",
    .fix = "Start the connection again in the client.",
    .arrange = {issuer_is(advertised_not_sent)},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("rejects-the-answer", never(token, after(carried_without("iss"))),
                    cites("AZ-12"), caught_by("overlooks_missing_issuer")),
               should("tells-the-user", tells_user(anything, after(carried_without("iss"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
