#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/anthropics/claude-code/issues/49372
// Seen in real clients: https://github.com/editor-code-assistant/eca/pull/496
const Register viewer_key_of_a_querier_instead{{
    .id = "viewer/key_of_a_querier_instead",
    .title = "The key of a Viewer is replaced by that of a Querier: queries work from then on",
    .story = "An admin gave you another key, and the client still says that you may not query.",
    .why = "Both keys are for the same URL. A client that keeps credentials by URL goes on with "
           "the one that may not query.",
    .fix = "Remove the connection from the client, then add it again with the new key.",
    .arrange = {},
    .act = {connect(api_key("acme_viewer_key")),
            call_tool("getData", question("Total revenue by month last year")),
            connect(api_key("acme_querier_key")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("works-with-the-new-key", gets_rows(after(refused("viewer_cannot_query"))),
                    cites("OMNI-KEY-02"), caught_by("keeps_first_key")),
               must("does-not-pretend", admits_refusal(after(refused("viewer_cannot_query"))),
                    cites("OMNI-ROLE-01"), caught_by("answers_from_memory")),
               should("tells-the-user",
                      tells_user("Permission denied", after(refused("viewer_cannot_query"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
