#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_one_message_a_post{{
    .id = "transport/one_message_a_post",
    .title = "Each POST carries one message",
    .story = "The server answers every request after the first with 400.",
    .why = "Batches were part of revision 2025-03-26 only. Servers of later revisions refuse them.",
    .fix = "Update the MCP client.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("lists-alone", each(tools_list, is_single_message()), cites("HTTP-04"),
                    caught_by("sends_batches")),
               must("notifies-alone", each(initialized, is_single_message()), cites("HTTP-04"),
                    caught_by("sends_batches")),
               must("initializes-alone", gets_through(tools_list, after(served(initialize))),
                    cites("HTTP-04"), caught_by("sends_batches"))},
}};

}  // namespace conform::words
