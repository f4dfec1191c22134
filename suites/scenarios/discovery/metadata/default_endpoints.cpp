#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register discovery_default_endpoints{{
    .id = "discovery/default_endpoints",
    .title = "There is no metadata, but there are the default endpoints: the client does what its "
             "revision says",
    .story = "Authorization flow doesn't start.",
    .why = "Revision 2025-03-26 had clients go on at /authorize, /token and /register. Later "
           "revisions took that back: a guess may send a code to the wrong place.",
    .fix = "Check the connection URL, and that nothing between the client and Omni blocks "
           "/.well-known/.",
    .arrange = {no_metadata(), default_endpoints()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("goes-by-its-revision",
                      guesses_as_its_revision_says(once(seen(protected_resource_metadata))),
                      cites("DISC-18"), caught_by("old_and_gives_up"))},
}};

}  // namespace conform::words
