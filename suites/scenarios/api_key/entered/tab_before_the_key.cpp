#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_tab_before_the_key{{
    .id = "api_key/tab_before_the_key",
    .title = "A tab stands before the key: the client leaves it out",
    .story = "Authentication fails although the key is right, copied from a table.",
    .why = "Keys are often kept in tables, and a cell is copied with its tab.",
    .fix = "Enter the key again without the tab.",
    .needs = {"key_with_white_space"},
    .arrange = {},
    .act = {connect_with_text(api_key("acme_querier_key"), "\t{key} "),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("sends-a-clean-key", each(mcp_request, credential_is_clean()),
                    cites("OMNI-KEY-01"), caught_by("pastes_key_untrimmed")),
               must("is-let-in", gets_through(initialize, once(seen(mcp_request))),
                    cites("OMNI-KEY-01"), caught_by("pastes_key_untrimmed"))},
}};

}  // namespace conform::words
