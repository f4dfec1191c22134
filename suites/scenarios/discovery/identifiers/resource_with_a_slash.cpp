#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_resource_with_a_slash{{
    .id = "discovery/resource_with_a_slash",
    .title = "The metadata is for a resource with a slash more: the client does not use it",
    .story = "The client says that a protected resource does not match.",
    .why = "Resources are compared by their letters. A client that overlooks a slash asks for a "
           "token for another resource than the one that it will send the token to.",
    .fix = "Enter the URL exactly as Omni's page shows it, without a slash at its end.",
    .arrange = {fault(every_request_to("protected resource metadata"),
                      member_set("/resource", "{origin}/callback/mcp/"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("does-not-use-it", never(authorize, after(served(protected_resource_metadata))),
                    cites("PRM-01"), caught_by("forgives_resource_slash")),
               should("tells-the-user",
                      tells_user(anything, after(served(protected_resource_metadata))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
