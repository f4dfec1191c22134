#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_members_of_a_later_revision{{
    .id = "discovery/members_of_a_later_revision",
    .title = "The metadata has members that the client does not know: it ignores them",
    .story = "Authorization flow doesn't start.",
    .why = "Metadata grows with each revision. A client that refuses what it does not know breaks "
           "on the day on which Omni adds something.",
    .fix = "Update the MCP client: unknown members of metadata mean nothing to it.",
    .arrange = {fault(every_request_to("protected resource metadata"),
                      member_set("/mock_note", Json{{"of", "a later revision"}})),
                fault(every_request_to("authorization server metadata"),
                      member_set("/mock_note", Json{{"of", "a later revision"}}))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("takes-the-resource-metadata",
                    at_least(1, authorization_server_metadata,
                             once(served(protected_resource_metadata))),
                    cites("PRM-03"), caught_by("knows_all_of_the_resource")),
               must("takes-the-server-metadata",
                    at_least(1, authorize, once(served(authorization_server_metadata))),
                    cites("META-03"), caught_by("knows_all_of_the_server"))},
}};

}  // namespace conform::words
