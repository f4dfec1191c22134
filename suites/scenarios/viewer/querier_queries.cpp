#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register viewer_querier_queries{{
    .id = "viewer/querier_queries",
    .title = "A Querier signs in and gets rows",
    .story = "Uses your permissions.",
    .why = "The counterpart of the Viewer: with the right role the same steps give data.",
    .fix = "Nothing to do: this is how it should be.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("gets-rows", gets_rows(after(granted)), cites("OMNI-ROLE-02"),
                    caught_by("calls_without_arguments")),
               must("acts-for-acme",
                    each(mcp_request, after(served(initialize)), for_organization("acme")),
                    cites("TOK-01"), caught_by("bearer_only_on_initialize"))},
}};

}  // namespace conform::words
