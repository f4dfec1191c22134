#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/python-sdk/issues/1919
// Seen in real clients: https://github.com/github/copilot-cli/issues/4606
const Register discovery_issuer_with_slash{{
    .id = "discovery/issuer_with_slash",
    .title = "The issuer ends with a slash: the client takes it by its letters",
    .story = "Authorization flow doesn't start.",
    .why = "An issuer is compared letter by letter. A client that tidies it up first finds a "
           "difference where there is none.",
    .fix = "Update the MCP client: it must not change an issuer before it compares.",
    .arrange = {fault(every_request(), metadata_is("issuer_with_slash"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("signs-in", at_least(1, code_exchange, once(first_contact)), cites("META-01"),
                    caught_by("tidies_the_issuer"))},
}};

}  // namespace conform::words
