#include "foundation/json/foreign_json.hpp"
#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/zereight/gitlab-mcp/issues/286
const Register tools_schema_of_an_unknown_type{{
    .id = "tools/schema_of_an_unknown_type",
    .title = "One tool of many has a schema with a type that JSON Schema does not know: the client "
             "keeps the others",
    .story = "The client says \"connected\" and has no tools.",
    .why = "One word is wrong in one description. A client that compiles all schemas and stops at "
           "the first that fails has no tools left.",
    .fix = "Ask the people who run the server to mend the schema, or update the MCP client.",
    .arrange = {fault(
        every("tools/list"),
        member_set("/result/tools/6/inputSchema",
                   parse_foreign(R"({"type":"object","properties":{"count":{"type":"int"}}})")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("keeps-the-others", gets_through(tools_call, after(served(tools_list))),
                      cites("TOOL-06"), caught_by("drops_all_tools")),
               should("tells-the-user", tells_user(anything, after(served(tools_list))),
                      cites("OMNI-SAY-01"), caught_by("drops_all_tools"))},
}};

}  // namespace conform::words
