#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/NousResearch/hermes-agent/issues/114350
const Register transport_revision_of_march_negotiated{{
    .id = "transport/revision_of_march_negotiated",
    .title = "The server settles for revision 2025-03-26: the client goes on with that",
    .story = "The client connects, and then every request is refused with \"Unsupported protocol "
             "version\".",
    .why = "Servers of 2025-03-26 know no MCP-Protocol-Version and ask for none. One that names "
           "another revision than the one that was settled says that something else was agreed on.",
    .fix = "Update the MCP client: it must go by the revision that initialize was answered with.",
    .arrange = {fault(every("initialize"),
                      answered_by("revision 2025-03-26", initialized_with("2025-03-26")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("names-no-other",
                    each(mcp_request, after(fault_struck), names_no_other_revision("2025-03-26")),
                    cites("LIFE-05"), caught_by("insists_on_its_revision"))},
}};

}  // namespace conform::words
