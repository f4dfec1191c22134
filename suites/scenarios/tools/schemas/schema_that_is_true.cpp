#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/mastra-ai/mastra/issues/23731
const Register tools_schema_that_is_true{{
    .id = "tools/schema_that_is_true",
    .title = "One tool of many has the schema \"true\": the client keeps the others",
    .story = "The client says \"connected\" and has no tools.",
    .why = "For JSON Schema a schema may be true or false. Whoever reads it as an object trips "
           "over the whole list.",
    .fix = "Ask the people who run the server to mend the schema, or update the MCP client.",
    .arrange = {fault(every("tools/list"), member_set("/result/tools/6/inputSchema", true))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("keeps-the-others", gets_through(tools_call, after(served(tools_list))),
                      cites("TOOL-06"), caught_by("drops_all_tools")),
               should("tells-the-user", tells_user(anything, after(served(tools_list))),
                      cites("OMNI-SAY-01"), caught_by("drops_all_tools"))},
}};

}  // namespace conform::words
