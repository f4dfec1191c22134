#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/go-sdk/pull/1246
const Register transport_header_not_ascii{{
    .id = "transport/header_not_ascii",
    .title = "An argument that is repeated in a header is not ASCII: the client encodes it",
    .story = "Questions with certain words are refused with \"Header mismatch\".",
    .why = "A header field holds ASCII. What else an argument has travels as base64, or it arrives "
           "as something else, or not at all.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only),
                fault(every("tools/list"),
                      member_set("/result/tools/2/inputSchema/properties/prompt/x-mcp-header",
                                 "Prompt"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue in Köln by month last year"))},
    .checks = {must("says-the-same",
                    each(stateless_call, repeats_in_header("prompt", "Mcp-Param-Prompt")),
                    cites("MOD-05"), caught_by("sends_raw_headers"))},
}};

}  // namespace conform::words
