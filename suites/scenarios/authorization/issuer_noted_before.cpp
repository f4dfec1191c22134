#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_issuer_noted_before{{
    .id = "authorization/issuer_noted_before",
    .title = "The issuer changes while the page is open: the client keeps to the one it "
             "noted",
    .story = "You click Authorize, and the client connects.",
    .why = "Between the request and the answer somebody may change what the metadata "
           "says. What counts is where the person was sent.",
    .fix = "Nothing to do in Omni: the client has to note the issuer before it opens "
           "the browser.",
    .arrange = {issuer_is(advertised_and_sent)},
    .act = {person(signs_in_to("acme"), as("quinn")),
            person(authorizes_after(fault(every_request_to("authorization server metadata"),
                                          metadata_is("issuer_with_slash")))),
            connect(oauth)},
    .checks = {must("goes-on", at_least(1, code_exchange, after(carried("iss"))), cites("AZ-10"),
                    caught_by("notes_issuer_afterwards"))},
}};

}  // namespace conform::words
