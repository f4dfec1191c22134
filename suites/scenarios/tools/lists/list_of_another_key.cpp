#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/byte5ai/omadia/pull/702
// Seen in real clients: https://github.com/simonx1/ruby-mcp-client/pull/230
const Register tools_list_of_another_key{{
    .id = "tools/list_of_another_key",
    .title = "The user enters another key for the same URL: the client lists the tools anew",
    .story = "After a change of keys the client offers tools that the new key may not use.",
    .why = "Which tools there are depends on who asks. Revision 2026-07-28 marks such lists as "
           "private: what one key was given is nothing to another.",
    .fix = "Remove the connection from the client, then add it again.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only)},
    .act = {connect(api_key("acme_querier_key")), list_tools, connect(api_key("acme_admin_key")),
            list_tools, call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("lists-for-each", at_least(2, tools_list, once(served(tools_call))),
                    cites("CACHE-01"), caught_by("keeps_tools_for_everybody"))},
}};

}  // namespace conform::words
