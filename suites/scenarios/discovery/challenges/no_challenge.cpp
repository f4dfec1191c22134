#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register discovery_no_challenge{{
    .id = "discovery/no_challenge",
    .title = "A 401 without a challenge: the client looks at the well-known places",
    .story = "Authorization flow doesn't start.",
    .why = "A proxy may strip the WWW-Authenticate header. The specification tells clients"
           " where to look then.",
    .fix = "Nothing to do for the user: the client must look at the well-known places.",
    .arrange = {no_challenge()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools},
    .checks = {must("looks-at-the-path-first",
                    in_order({path_metadata, root_metadata}, once(first_contact)), cites("DISC-08"),
                    caught_by("skips_path_metadata")),
               must("finds-the-metadata", at_least(1, root_metadata, once(first_contact)),
                    cites("DISC-08"), caught_by("needs_challenge")),
               must("signs-in-all-the-same", at_least(1, code_exchange, once(first_contact)),
                    cites("DISC-08"), caught_by("needs_challenge"))},
}};

}  // namespace conform::words
