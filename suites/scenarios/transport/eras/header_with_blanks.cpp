#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/leehack/mcp_dart/pull/195
const Register transport_header_with_blanks{{
    .id = "transport/header_with_blanks",
    .title = "An argument that is repeated in a header begins and ends with a blank: the client "
             "encodes it",
    .story = "Questions with certain words are refused with \"Header mismatch\".",
    .why = "Blanks around a header field are not a part of it. What arrives is another text than "
           "the body has, and the server refuses it.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only),
                fault(every("tools/list"),
                      member_set("/result/tools/2/inputSchema/properties/prompt/x-mcp-header",
                                 "Prompt"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question(" Total revenue by month last year "))},
    .checks = {must("says-the-same",
                    each(stateless_call, repeats_in_header("prompt", "Mcp-Param-Prompt")),
                    cites("MOD-05"), caught_by("sends_raw_headers"))},
}};

}  // namespace conform::words
