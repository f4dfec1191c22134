#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_unknown_tool{{
    .id = "tools/unknown_tool",
    .title = "A tool that does not exist: the client shows the refusal and goes on",
    .story = "The assistant calls a tool by a name that it made up.",
    .why = "Language models make up names. The error tells them, and their user, what is wrong.",
    .fix = "Ask again, or name the tool.",
    .needs = {"unlisted_call"},
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getEverything", Json::object()),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("unknown_tool"))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(3, tools_call, after(refused("unknown_tool"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user", tells_user("Unknown tool", after(refused("unknown_tool"))),
                      cites("TOOL-01"), caught_by("says_nothing")),
               must("goes-on", gets_through(tools_call, after(refused("unknown_tool"))),
                    cites("OMNI-QUERY-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
