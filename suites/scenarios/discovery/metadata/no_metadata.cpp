#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register discovery_no_metadata{{
    .id = "discovery/no_metadata",
    .title = "No metadata is found: the client stops and says so",
    .story = "Authorization flow doesn't start.",
    .why = "Without metadata the client cannot know where to sign in. Guessing sends the "
           "user, and perhaps a code, to the wrong place.",
    .fix = "Check the connection URL, and that nothing between the client and Omni blocks "
           "/.well-known/.",
    .arrange = {no_metadata()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("does-not-guess",
                      never(registration, after(first_contact),
                            having(seen(protected_resource_metadata))),
                      cites("DISC-03"), caught_by("guesses_endpoints")),
               should("tells-the-user",
                      tells_user(anything, after(seen(protected_resource_metadata))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
