#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_secret_by_basic{{
    .id = "registration/secret_by_basic",
    .title = "The client is given a secret for Basic authentication: it shows it so",
    .story = "The client cannot exchange its code for a token.",
    .why = "The method is a part of the registration. A server that was told one and is shown "
           "another refuses the client.",
    .fix = "Update the MCP client: it has to authenticate in the way that it is registered for.",
    .arrange = {no_client_documents(),
                fault(every_request_to("authorization server metadata"),
                      member_set("/token_endpoint_auth_methods_supported",
                                 Json::array({"client_secret_basic"}))),
                fault(every_request_to("registration"), secret_given("client_secret_basic"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("shows-it", each(token, authenticates_by("client_secret_basic")),
                    cites("TOK-15"), caught_by("never_shows_its_secret"))},
}};

}  // namespace conform::words
