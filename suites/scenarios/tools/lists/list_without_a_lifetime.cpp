#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_list_without_a_lifetime{{
    .id = "tools/list_without_a_lifetime",
    .title =
        "The list does not say for how long it is good: the client asks again when it needs it",
    .story = "A tool that an admin enabled does not appear until the client is restarted.",
    .why =
        "A server that does not send ttlMs promises nothing. A client that keeps its list offers "
        "what is gone, and hides what is new.",
    .fix = "Restart the MCP client.",
    .needs = {"modern_era"},
    .arrange = {speaks(modern_only), setting("acme", single_shot, off),
                fault(every("tools/list"), member_removed("/result/ttlMs"))},
    .act = {connect(api_key("acme_querier_key")), list_tools, setting("acme", single_shot, on),
            list_tools, call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("asks-again", at_least(2, tools_list, once(served(tools_call))),
                      cites("CACHE-02"), caught_by("keeps_its_tools"))},
}};

}  // namespace conform::words
