#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/github/copilot-cli/issues/4606
const Register discovery_issuer_differs_by_a_slash{{
    .id = "discovery/issuer_differs_by_a_slash",
    .title = "The metadata names an issuer that differs by a slash: the client does not use it",
    .story = "The client says that the issuer does not match.",
    .why = "The comparison of issuers is what keeps one authorization server from passing for "
           "another. It knows no almost.",
    .fix = "Tell Omni: the two documents have to name the same issuer.",
    .arrange = {fault(every_request_to("authorization server metadata"),
                      member_set("/issuer", "{origin}/"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("does-not-use-it",
                    never(authorize, after(served(authorization_server_metadata))),
                    cites("META-01"), caught_by("forgives_a_slash"))},
}};

}  // namespace conform::words
