#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/microsoft/vscode/issues/282472
const Register registration_by_document{{
    .id = "registration/by_document",
    .title = "Client ID metadata documents are accepted: the client is known by its own",
    .story = "Every connection leaves one more registration behind, and admins cannot tell them "
             "apart.",
    .why = "A document has a name that stays: admins can allow a client by it. A registration is "
           "new each time.",
    .fix = "Update the MCP client to a version that has a client ID metadata document.",
    .needs = {"client_document"},
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("has-a-document", each(authorize, is_known_by_a_document()), cites("REG-02"),
                      caught_by("has_no_document")),
               should("does-not-register",
                      never(registration, after(served(authorization_server_metadata)),
                            having(seen(authorize))),
                      cites("REG-01"), caught_by("has_no_document")),
               must("its-address-is-a-document",
                    each(authorize_by_document, is_known_by_a_document()), cites("REG-03"),
                    caught_by("document_without_path"))},
}};

}  // namespace conform::words
