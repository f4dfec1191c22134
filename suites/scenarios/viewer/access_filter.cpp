#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register viewer_access_filter{{
    .id = "viewer/access_filter",
    .title = "With an access filter on the region, the answer holds that region only, and is shown "
             "as it came",
    .story = "A colleague sees other figures for the same question.",
    .why = "Access filters give each person the rows that are theirs. A client that keeps answers "
           "from before, or of others, undoes them.",
    .fix = "Nothing to do: ask an admin about the user attributes if rows are missing.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("wes")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("gets-rows", gets_rows(after(granted)), cites("OMNI-ROLE-02"),
                    caught_by("calls_without_arguments")),
               must("shows-each-answer", shows_what_came(once(served(tools_call))),
                    cites("OMNI-ROLE-02"), caught_by("repeats_first_answer"))},
}};

}  // namespace conform::words
