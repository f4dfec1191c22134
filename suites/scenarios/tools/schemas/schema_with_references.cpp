#include "foundation/json/foreign_json.hpp"
#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/mastra-ai/mastra/issues/23731
const Register tools_schema_with_references{{
    .id = "tools/schema_with_references",
    .title = "The schema of a tool refers to its own definitions: the client calls it all the same",
    .story = "One of the tools is missing in the client, or its arguments are.",
    .why = "Generators of schemas write definitions once and refer to them. Such a schema is as "
           "good as any, and the tool that it describes is the one that is needed.",
    .fix = "Update the MCP client.",
    .arrange = {fault(
        every("tools/list"),
        member_set(
            "/result/tools/2/inputSchema",
            parse_foreign(
                R"({"type":"object","properties":{"prompt":{"$ref":"#/$defs/Prompt"},"modelId":{"$ref":"#/$defs/Id"},"topicName":{"$ref":"#/$defs/Id"}},"required":["prompt"],"$defs":{"Prompt":{"type":"string","minLength":1},"Id":{"type":"string"},"Tree":{"type":"object","properties":{"child":{"$ref":"#/$defs/Tree"}}}}})")))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("calls-it", gets_rows(after(served(tools_list))), cites("OMNI-FLOW-01"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
