#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_revision_of_metadata_requests{{
    .id = "discovery/revision_of_metadata_requests",
    .title = "Requests for metadata say which revision the client speaks",
    .story = "Authorization flow doesn't start.",
    .why = "It lets a server that changed its mind answer old clients in the old way. Revision "
           "2025-03-26 asked for it; most clients still do it.",
    .fix = "Nothing to do: Omni answers without it too.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("names-its-revision", each(metadata, has_header("MCP-Protocol-Version")),
                      cites("DISC-19"), caught_by("no_version_on_metadata"))},
}};

}  // namespace conform::words
