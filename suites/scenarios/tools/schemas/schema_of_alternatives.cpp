#include "foundation/json/foreign_json.hpp"
#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/Kuadrant/mcp-gateway/pull/689
const Register tools_schema_of_alternatives{{
    .id = "tools/schema_of_alternatives",
    .title =
        "One tool of many has alternatives at the top of its schema: the client keeps the others",
    .story = "The client says \"connected\" and has no tools.",
    .why = "JSON Schema allows it, and models of several makers refuse it. A client that passes "
           "such a list on as it is loses every tool with it.",
    .fix = "Ask the people who run the server to mend the schema, or update the MCP client.",
    .arrange = {fault(
        every("tools/list"),
        member_set(
            "/result/tools/6/inputSchema",
            parse_foreign(
                R"({"anyOf":[{"type":"object","required":["a"]},{"type":"object","required":["b"]}]})")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("keeps-the-others", gets_through(tools_call, after(served(tools_list))),
                      cites("TOOL-06"), caught_by("drops_all_tools")),
               should("tells-the-user", tells_user(anything, after(served(tools_list))),
                      cites("OMNI-SAY-01"), caught_by("drops_all_tools"))},
}};

}  // namespace conform::words
