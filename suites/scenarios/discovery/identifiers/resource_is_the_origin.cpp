#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_resource_is_the_origin{{
    .id = "discovery/resource_is_the_origin",
    .title = "The metadata names the origin as the resource: the client adds no slash to it",
    .story = "Authorization fails: the resource is not known.",
    .why = "Whoever writes an origin through a URL library gets a slash at its end. The server "
           "compares by the letters and does not know that resource.",
    .fix = "Update the MCP client.",
    .arrange = {fault(every_request_to("protected resource metadata"),
                      member_set("/resource", "{origin}"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should(
        "adds-no-slash",
        never(authorize_for_origin_and_slash, after(served(protected_resource_metadata))),
        cites("AZ-07"), caught_by("adds_slash_to_origin"))},
}};

}  // namespace conform::words
