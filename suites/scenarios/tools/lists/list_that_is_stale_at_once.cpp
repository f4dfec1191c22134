#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/byte5ai/omadia/pull/702
const Register tools_list_that_is_stale_at_once{{
    .id = "tools/list_that_is_stale_at_once",
    .title = "The list is good for 0 milliseconds: the client asks again when it needs it",
    .story = "A tool that an admin enabled does not appear until the client is restarted.",
    .why = "A server that sends ttlMs 0 says that its list may change at any time. A client that "
           "keeps such a list offers what is gone, and hides what is new.",
    .fix = "Restart the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only), setting("acme", single_shot, off),
                fault(every("tools/list"), member_set("/result/ttlMs", 0))},
    .act = {connect(api_key("acme_querier_key")), list_tools, setting("acme", single_shot, on),
            list_tools, call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("asks-again", at_least(2, tools_list, once(served(tools_call))),
                      cites("CACHE-02"), caught_by("keeps_its_tools"))},
}};

}  // namespace conform::words
