#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/pomerium/pomerium/issues/6430
const Register registration_marked_secret_by_post{{
    .id = "registration/marked_secret_by_post",
    .title = "The secret holds + / = % and &: the client shows it in the form as it is",
    .story = "The client cannot exchange its code for a token.",
    .why = "Name and secret are encoded as every value of a form is. A client that leaves it out "
           "works until a secret has such a character.",
    .fix = "Register the client again until its secret has letters and digits only, and update it.",
    .arrange = {no_client_documents(),
                fault(every_request_to("authorization server metadata"),
                      member_set("/token_endpoint_auth_methods_supported",
                                 Json::array({"client_secret_post"}))),
                fault(every_request_to("registration"),
                      secret_given("client_secret_post")
                          .and_also(member_set("/client_secret", "a+b/c=d%26e&f g")))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("shows-it-whole", each(token, authenticates_by("client_secret_post")),
                    cites("OAUTH-11"), caught_by("sends_bare_plus"))},
}};

}  // namespace conform::words
