#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/typescript-sdk/pull/2465
const Register transport_moved_to_another_origin{{
    .id = "transport/moved_to_another_origin",
    .title = "The MCP URL has moved to another server: the client keeps its key and says so",
    .story = "The client shows \"308\", and an admin finds the key in the log of another server.",
    .why = "A redirect that keeps the request as it is would take the key along. Whoever can make "
           "the server say so would be given every key of it.",
    .fix = "Check the URL, and enter the new one if you trust it.",
    .arrange = {fault(the_first("tools/call"),
                      redirected("{callbacks}/mcp/https").and_also(status(308)))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("keeps-its-key", never(bearer_elsewhere, after(answered(tools_call, 308))),
                    cites("BEAR-04"), caught_by("follows_redirects")),
               must("does-not-pretend", admits_refusal(after(answered(tools_call, 308))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("tells-the-user", speaks_up(once(answered(tools_call, 308))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
