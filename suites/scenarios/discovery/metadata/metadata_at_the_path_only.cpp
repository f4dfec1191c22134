#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/google-gemini/gemini-cli/issues/15754
const Register discovery_metadata_at_the_path_only{{
    .id = "discovery/metadata_at_the_path_only",
    .title = "The metadata is only at the place that the path makes: the client finds it there",
    .story = "Authorization flow doesn't start.",
    .why = "A host with several MCP servers has a document for each of them, and none at its "
           "root.",
    .fix = "Update the MCP client: the well-known part goes between the host and the path.",
    .arrange = {no_challenge(), fault(every_request(), metadata_is("path_only"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("finds-it", at_least(1, code_exchange, once(first_contact)), cites("PRM-02"),
                    caught_by("skips_path_metadata"))},
}};

}  // namespace conform::words
