#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/NousResearch/hermes-agent/issues/114350
// Seen in real clients: https://github.com/CodeWithCJ/SparkyFitness/pull/2162
const Register transport_older_revision_negotiated{{
    .id = "transport/older_revision_negotiated",
    .title = "The server settles for revision 2025-06-18: the client goes on with that",
    .story = "The client connects, and then every request is refused with \"Unsupported protocol "
             "version\".",
    .why = "initialize settles which revision both sides speak. A server that settled for an older "
           "one may refuse every request that names another.",
    .fix = "Update the MCP client: it must go by the revision that initialize was answered with.",
    .arrange = {fault(every("initialize"),
                      answered_by("revision 2025-06-18", initialized_with("2025-06-18")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("names-it-when-listing",
                    each(tools_list, has_header("MCP-Protocol-Version", "2025-06-18")),
                    cites("HTTP-01"), caught_by("insists_on_its_revision")),
               must("names-it-when-calling",
                    each(tools_call, has_header("MCP-Protocol-Version", "2025-06-18")),
                    cites("HTTP-01"), caught_by("insists_on_its_revision"))},
}};

}  // namespace conform::words
