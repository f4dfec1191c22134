#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/PrefectHQ/fastmcp/issues/5025
const Register tools_empty_cursor_of_2026{{
    .id = "tools/empty_cursor_of_2026",
    .title =
        "In revision 2026-07-28 the cursor of the next page is the empty text: the client reads on",
    .story = "Some of the tools are missing in the client.",
    .why = "A cursor is whatever the server likes, the empty text too. Revision 2026-07-28 says so "
           "in so many words.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only), fault(the_first("tools/list"),
                                              member_removed("/result/tools/10")
                                                  .and_also(member_set("/result/nextCursor", "")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-on", at_least(1, next_page, after(served(tools_list))), cites("PAGE-02"),
                    caught_by("takes_empty_cursor_for_the_end")),
               must("sends-it-back",
                    if_any(next_page, after(served(tools_list)), sends_back_the_cursor()),
                    cites("PAGE-01"), caught_by("makes_up_cursors"))},
}};

}  // namespace conform::words
