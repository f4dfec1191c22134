#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/kerlenton/mcpsnoop/issues/149
const Register transport_header_that_looks_encoded{{
    .id = "transport/header_that_looks_encoded",
    .title = "An argument that is repeated in a header looks like base64 already: the client "
             "encodes it again",
    .story = "Questions with certain words are refused with \"Header mismatch\".",
    .why = "A text may look like what is encoded. Sent as it is, the other side decodes it and "
           "finds another text than the body has.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only),
                fault(every("tools/list"),
                      member_set("/result/tools/2/inputSchema/properties/prompt/x-mcp-header",
                                 "Prompt"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("=?base64?cGlja01vZGVs?="))},
    .checks = {must("says-the-same",
                    each(stateless_call, repeats_in_header("prompt", "Mcp-Param-Prompt")),
                    cites("MOD-05"), caught_by("sends_raw_headers"))},
}};

}  // namespace conform::words
