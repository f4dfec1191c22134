#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_service_account_acts_as_creator{{
    .id = "api_key/service_account_acts_as_creator",
    .title = "A key of a service account acts as its creator",
    .story = "You want to use a service account rather than individual user credentials.",
    .why = "Omni applies the permissions of the key's creator. A client must not ask to "
           "act as somebody else unless it was configured so.",
    .fix = "Create the key as the service account, and give that account the role it "
           "needs.",
    .arrange = {},
    .act = {connect(api_key("acme_service_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("gets-rows", gets_rows(once(served(initialize))), cites("OMNI-KEY-02"),
                    caught_by("calls_without_arguments")),
               should("names-nobody-else", each(mcp_request, lacks_header("X-MCP-User-ID")),
                      cites("OMNI-KEY-02"), caught_by("impersonates")),
               must("acts-for-acme",
                    each(mcp_request, after(served(initialize)), for_organization("acme")),
                    cites("OMNI-KEY-01"), caught_by("bearer_only_on_initialize"))},
}};

}  // namespace conform::words
