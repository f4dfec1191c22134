#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_key_without_permission{{
    .id = "api_key/key_without_permission",
    .title = "A key whose creator is a Viewer connects but cannot query",
    .story = "Check that the key has appropriate permissions.",
    .why = "A key acts with the permissions of its creator. The connection works, so the "
           "refusal comes late and must be shown for what it is.",
    .fix = "Check that the key has appropriate permissions: its creator needs Restricted "
           "Querier or higher.",
    .arrange = {},
    .act = {connect(api_key("acme_viewer_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused("viewer_cannot_query"))),
                    cites("OMNI-KEY-02"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused("viewer_cannot_query"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("tells-the-user",
                      tells_user("Permission denied", after(refused("viewer_cannot_query"))),
                      cites("TOOL-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
