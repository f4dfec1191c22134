#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_happy_path{{
    .id = "api_key/happy_path",
    .title = "A client with an API key lists the tools and gets rows",
    .story = "Create an API key in Omni. Configure the key in the settings of your MCP "
             "client.",
    .why = "Automated workflows and clients without OAuth connect this way.",
    .fix = "Use https://<YOUR_OMNI_INSTANCE>/mcp/https and the header Authorization: "
           "Bearer <OMNI_API_KEY>.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")), disconnect},
    .checks = {must("sends-the-key", each(mcp_request, has_header("Authorization")),
                    cites("OMNI-KEY-01"), caught_by("credential_in_query")),
               must("says-initialized", at_least(1, initialized, after(served(initialize))),
                    cites("LIFE-01"), caught_by("skips_initialized")),
               must("lists-tools", at_least(1, tools_list, after(served(initialize))),
                    cites("OMNI-KEY-01"), caught_by("never_lists_tools")),
               must("gets-rows", gets_rows(once(served(initialize))), cites("OMNI-KEY-01"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
