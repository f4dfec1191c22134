#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_redirect_after_a_restart{{
    .id = "registration/redirect_after_a_restart",
    .title = "After a restart the client names a redirect URI that it registered",
    .story = "The second sign-in ends on a page that says the redirect URI is not registered.",
    .why = "A client that keeps its registration but listens at another port is unknown to every "
           "server that compares redirect URIs by their letters.",
    .fix = "Remove the connection from the client, then add it again.",
    .arrange = {no_client_documents()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, restart, admin(revokes_grants_of("quinn")), connect(oauth), list_tools},
    .checks = {should("same-to-the-letter", redirects_as_registered_to_the_letter(),
                      cites("DCR-04"), caught_by("listens_at_another_port"))},
}};

}  // namespace conform::words
