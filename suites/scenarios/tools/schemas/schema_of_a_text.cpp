#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/anthropics/claude-code/issues/88049
const Register tools_schema_of_a_text{{
    .id = "tools/schema_of_a_text",
    .title = "One tool of many takes a text instead of an object: the client keeps the others",
    .story = "The client says \"connected\" and has no tools.",
    .why = "Arguments are an object, so this tool cannot be called. The ten others can, and their "
           "users need not pay for it.",
    .fix = "Ask the people who run the server to mend the schema, or update the MCP client.",
    .arrange = {fault(every("tools/list"),
                      member_set("/result/tools/6/inputSchema", Json{{"type", "string"}}))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("keeps-the-others", gets_through(tools_call, after(served(tools_list))),
                      cites("TOOL-06"), caught_by("drops_all_tools")),
               should("tells-the-user", tells_user(anything, after(served(tools_list))),
                      cites("OMNI-SAY-01"), caught_by("drops_all_tools"))},
}};

}  // namespace conform::words
