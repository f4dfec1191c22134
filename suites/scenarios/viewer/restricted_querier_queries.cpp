#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register viewer_restricted_querier_queries{{
    .id = "viewer/restricted_querier_queries",
    .title = "A Restricted Querier gets rows",
    .story = "Uses your permissions.",
    .why = "Restricted Querier is the lowest role that may query. It must be enough.",
    .fix = "Nothing to do: this is how it should be.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("rita")), person(authorizes), connect(oauth), list_tools,
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("gets-rows", gets_rows(after(granted)), cites("OMNI-ROLE-02"),
                    caught_by("calls_without_arguments")),
               must("lists-tools", gets_through(tools_list, after(granted)), cites("OMNI-FLOW-01"),
                    caught_by("never_lists_tools"))},
}};

}  // namespace conform::words
