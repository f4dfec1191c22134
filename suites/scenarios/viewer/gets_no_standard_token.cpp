#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register viewer_gets_no_standard_token{{
    .id = "viewer/gets_no_standard_token",
    .title = "A Viewer cannot create a standard token, but the client signs in without one",
    .story = "Standard PATs require Modeler or higher permissions, but MCP OAuth PATs are "
             "created automatically for any user who completes the OAuth flow.",
    .why = "For a Viewer OAuth is the only way in. The client must finish the flow by "
           "itself.",
    .fix = "Use the OAuth URL: https://callbacks.omniapp.co/callback/mcp.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("vera")), person(generates_a_token_at("acme")),
            person(authorizes), connect(oauth), list_tools},
    .checks = {must("exchanges-the-code", at_least(1, code_exchange, after(code_issued)),
                    cites("OMNI-PAT-02"), caught_by("never_exchanges_code")),
               must("lists-tools", at_least(1, tools_list, after(granted)), cites("OMNI-PAT-03"),
                    caught_by("never_lists_tools"))},
}};

}  // namespace conform::words
