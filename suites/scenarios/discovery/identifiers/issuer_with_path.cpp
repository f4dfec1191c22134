#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/google-gemini/gemini-cli/issues/18760
// Seen in real clients: https://github.com/modelcontextprotocol/inspector/issues/1095
const Register discovery_issuer_with_path{{
    .id = "discovery/issuer_with_path",
    .title = "The issuer has a path: the client finds RFC 8414 metadata between host and path",
    .story = "Authorization flow doesn't start.",
    .why = "An authorization server that serves several tenants has a path in its issuer. The "
           "well-known part goes between host and path, not to the end.",
    .fix = "Update the MCP client: it looks for the metadata in the wrong place.",
    .arrange = {fault(every_request(), metadata_is("issuer_with_path"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("signs-in", at_least(1, code_exchange, once(first_contact)), cites("META-02"),
                    caught_by("appends_well_known"))},
}};

}  // namespace conform::words
