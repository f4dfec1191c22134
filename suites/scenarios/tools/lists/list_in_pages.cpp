#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_list_in_pages{{
    .id = "tools/list_in_pages",
    .title = "The list of tools comes in pages: the client reads them all",
    .story = "Some of the tools are missing in the client.",
    .why = "A server may send its tools page by page. What stands on the second page does not "
           "exist for a client that reads the first.",
    .fix = "Update the MCP client.",
    .arrange = {tools_per_page(4)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-on", at_least(2, next_page, after(served(tools_list))), cites("PAGE-01"),
                    caught_by("reads_first_page_only")),
               must("sends-the-cursor-back", each(next_page, sends_back_the_cursor()),
                    cites("PAGE-01"), caught_by("makes_up_cursors")),
               must("is-given-each-page", gets_through(next_page, after(served(tools_list))),
                    cites("PAGE-01"), caught_by("makes_up_cursors"))},
}};

}  // namespace conform::words
