#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register forbidden_tool_switched_off{{
    .id = "forbidden/tool_switched_off",
    .title = "A tool was switched off: its call is refused as unknown, and the client says so",
    .story = "Queries fail after successful authorization: \"Unknown tool\".",
    .why = "Which tools there are depends on settings, which change while clients are connected.",
    .fix = "Ask an admin to enable single shot query generation: Settings > AI > MCP.",
    .needs = {"unlisted_call"},
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year")),
            setting("acme", single_shot, off),
            call_tool("getData", question("Show me last year's orders by status")), list_tools},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("unknown_tool"))),
                    cites("OMNI-TOOLS-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("unknown_tool"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", tells_user("Unknown tool", after(refused("unknown_tool"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing")),
               must("lists-anew", gets_through(tools_list, after(refused("unknown_tool"))),
                    cites("OMNI-TOOLS-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
