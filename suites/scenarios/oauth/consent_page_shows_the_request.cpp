#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register oauth_consent_page_shows_the_request{{
    .id = "oauth/consent_page_shows_the_request",
    .title = "The authorization page can say who asks, and for what",
    .story = "Review the permissions on the authorization page.",
    .why = "The person decides by what the page says. A client without a name, or with a "
           "wider scope than it was told, cannot be judged by them.",
    .fix = "Nothing to do in Omni: the client must send its name and ask only for the "
           "scope of the challenge.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("names-itself", each(consent_page, shows_the_clients_name()), cites("DCR-01"),
                      caught_by("nameless")),
               should("asks-for-the-challenged-scope",
                      each(authorize, has_parameter("scope", "mcp:access")), cites("AZ-09"),
                      caught_by("asks_for_more_scope")),
               must("answers-at-a-safe-address", each(authorize, answers_at_a_safe_address()),
                    cites("REG-12"), caught_by("custom_scheme_redirect"))},
}};

}  // namespace conform::words
