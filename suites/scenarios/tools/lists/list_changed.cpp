#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_list_changed{{
    .id = "tools/list_changed",
    .title = "The tools change while the client is connected: it lists them again",
    .story = "A tool that an admin enabled does not appear until the client is restarted.",
    .why = "The server says when its tools change. A client that does not listen offers what is "
           "gone, and hides what is new.",
    .fix = "Restart the MCP client.",
    .arrange = {fault(the_first("tools/call"),
                      after_messages({server_notification("notifications/tools/list_changed")}))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("lists-again", at_least(1, tools_list, after(fault_struck)), cites("TOOL-05"),
                      caught_by("ignores_list_changed")),
               must("finds-its-answer", ends_well(once(fault_struck)), cites("HTTP-05"),
                    caught_by("takes_first_message"))},
}};

}  // namespace conform::words
