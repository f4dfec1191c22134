#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/anthropics/claude-ai-mcp/issues/1027
// Seen in real clients: https://github.com/anthropics/claude-code/issues/88075
const Register transport_state_wanted_back{{
    .id = "transport/state_wanted_back",
    .title = "A result asks for its own state and for nothing else: the client calls again and "
             "brings it",
    .story = "The client shows \"input_required\" instead of an answer.",
    .why = "A server without memory keeps the middle of a long call at its client. The client "
           "needs no dialogue for that: it sends the same call once more, with what it was given.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only),
                fault(the_first("tools/call"),
                      answered_by("a result that wants its state back", state_wanted_back()))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("calls-again", at_least(1, stateless_call, after(fault_struck)),
                    cites("MOD-09"), caught_by("shows_wanted_state")),
               must("brings-it-as-it-came",
                    each(stateless_call, after(fault_struck), brings_the_state_back()),
                    cites("MOD-09"), caught_by("trims_wanted_state")),
               must("with-a-new-id", each(stateless_call, after(fault_struck), has_fresh_id()),
                    cites("MOD-09"), caught_by("repeats_ids"))},
}};

}  // namespace conform::words
