#include "suites/words/discovery_words.hpp"

namespace conform::words {

const Register registration_documents_not_accepted{{
    .id = "registration/documents_not_accepted",
    .title = "Client ID metadata documents are not accepted: the client registers",
    .story = "Authorization flow doesn't start.",
    .why = "A client_id that the server cannot look up is an unknown client. The metadata says "
           "beforehand whether it can.",
    .fix = "Update the MCP client: it has to look at the metadata first.",
    .arrange = {no_client_documents()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("registers",
                      at_least(1, registration, once(served(authorization_server_metadata))),
                      cites("REG-05"), caught_by("insists_on_document")),
               should("signs-in",
                      at_least(1, code_exchange, once(served(authorization_server_metadata))),
                      cites("REG-07"), caught_by("insists_on_document"))},
}};

}  // namespace conform::words
