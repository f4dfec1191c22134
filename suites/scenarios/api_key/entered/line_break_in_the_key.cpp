#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_line_break_in_the_key{{
    .id = "api_key/line_break_in_the_key",
    .title = "A line break was copied with the key: the client leaves it out",
    .story = "Authentication fails although the key is right, copied from the page that shows it.",
    .why = "Copying takes white space along. In a header field a line break is worse than wrong: "
           "it begins another field.",
    .fix = "Enter the key again without the line break.",
    .needs = {"key_with_white_space"},
    .arrange = {},
    .act = {connect_with_text(api_key("acme_querier_key"), "{key}\n"), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("sends-a-clean-key", each(mcp_request, credential_is_clean()),
                    cites("OMNI-KEY-01"), caught_by("pastes_key_untrimmed")),
               must("is-let-in", gets_through(initialize, once(seen(mcp_request))),
                    cites("OMNI-KEY-01"), caught_by("pastes_key_untrimmed"))},
}};

}  // namespace conform::words
