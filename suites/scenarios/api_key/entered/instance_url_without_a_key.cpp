#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_instance_url_without_a_key{{
    .id = "api_key/instance_url_without_a_key",
    .title = "The key URL without a key is refused, and the client does not invent a sign-in",
    .story = "Authentication fails: no key was configured.",
    .why = "The key URL offers no OAuth. A client that guesses sign-in endpoints there "
           "sends its user to a dead end.",
    .fix = "Configure the key, or use the OAuth URL: "
           "https://callbacks.omniapp.co/callback/mcp.",
    .arrange = {},
    .act = {connect(instance_url_without_key("acme"))},
    .checks = {should("no-made-up-sign-in",
                      never(registration, after(first_contact),
                            having(seen(protected_resource_metadata))),
                      cites("OMNI-URL-02"), caught_by("guesses_endpoints")),
               should("tells-the-user",
                      tells_user(anything, after(seen(protected_resource_metadata))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
