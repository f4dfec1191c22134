#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_metadata_changed_later{{
    .id = "discovery/metadata_changed_later",
    .title = "The metadata changed since the first sign-in: a later challenge makes the client "
             "look again",
    .story = "The connection worked for weeks, and then it does not come back.",
    .why = "Servers move. A challenge that names the metadata is the way in which a server tells "
           "its clients.",
    .fix = "Remove the connection and add it again; update the MCP client.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, admin(fault(every_request(), metadata_is("issuer_with_path"))),
            admin(revokes_grants_of("quinn")), list_tools, connect(oauth)},
    .checks = {should(
        "looks-again",
        at_least(1, protected_resource_metadata, after(then(granted, answered(mcp_request, 401)))),
        cites("PRM-04"), caught_by("never_looks_again"))},
}};

}  // namespace conform::words
