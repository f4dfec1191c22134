#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register api_key_organization_key_while_pats_off{{
    .id = "api_key/organization_key_while_pats_off",
    .title = "Personal tokens are off: an organization key goes on working",
    .story = "An admin turned personal tokens off, and asks whether the nightly report still runs.",
    .why = "The setting is about personal tokens. Organization keys are not.",
    .fix = "Nothing to do: this is how it should be.",
    .arrange = {setting("acme", personal_access_tokens, off)},
    .act = {connect(api_key("acme_service_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("gets-rows", gets_rows(once(served(initialize))), cites("OMNI-KEY-02"),
                    caught_by("calls_without_arguments")),
               must("sends-the-key", each(mcp_request, has_header("Authorization")),
                    cites("OMNI-KEY-01"), caught_by("credential_in_query")),
               must("lists-tools", at_least(1, tools_list, after(served(initialize))),
                    cites("OMNI-KEY-01"), caught_by("never_lists_tools"))},
}};

}  // namespace conform::words
