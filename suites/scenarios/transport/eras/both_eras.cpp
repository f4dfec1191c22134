#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_both_eras{{
    .id = "transport/both_eras",
    .title = "The server speaks both eras: the client gets its rows in either",
    .story = "The client works with one server and not with another of the same kind.",
    .why = "While servers move to 2026-07-28 they speak both. A client must settle for one and "
           "keep to it.",
    .fix = "Update the MCP client.",
    .arrange = {speaks(both_eras)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")), disconnect},
    .checks = {must("gets-rows", gets_rows(once(seen(mcp_request))), cites("OMNI-FLOW-01"),
                    caught_by("calls_without_arguments")),
               must("lists-tools", gets_through(tools_list, once(seen(mcp_request))),
                    cites("OMNI-FLOW-01"), caught_by("never_lists_tools"))},
}};

}  // namespace conform::words
