#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register oauth_happy_path{{
    .id = "oauth/happy_path",
    .title = "A client signs in with OAuth, lists the tools and gets rows",
    .story = "You add the connection URL to your MCP client. Your browser opens an "
             "authorization page. You click Authorize.",
    .why = "This is what every user does first. A client that fails here does not work "
           "with Omni at all.",
    .fix = "Add https://callbacks.omniapp.co/callback/mcp to the client and click "
           "Authorize in the browser.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, call_tool("getData", question("Total revenue by month last year")),
            disconnect},
    .checks = {must(
                   "discovers-then-authorizes",
                   in_order({protected_resource_metadata, authorization_server_metadata, authorize},
                            once(first_contact)),
                   cites("DISC-03"), caught_by("guesses_endpoints")),
               must("exchanges-the-code", at_least(1, code_exchange, after(code_issued)),
                    cites("OAUTH-01"), caught_by("never_exchanges_code")),
               must("says-initialized", at_least(1, initialized, after(served(initialize))),
                    cites("LIFE-01"), caught_by("skips_initialized")),
               must("lists-tools", at_least(1, tools_list, after(served(initialize))),
                    cites("OMNI-FLOW-01"), caught_by("never_lists_tools")),
               must("gets-rows", gets_rows(after(granted)), cites("OMNI-FLOW-03"),
                    caught_by("calls_without_arguments")),
               should("opens-one-window", at_most(1, authorize), cites("SU-06"),
                      caught_by("opens_browser_twice"))},
}};

}  // namespace conform::words
