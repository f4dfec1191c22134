#include "suites/words/discovery_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/openai/codex/issues/15643
// Seen in real clients: https://github.com/openai/codex/issues/35253
const Register discovery_scopes_of_the_challenge{{
    .id = "discovery/scopes_of_the_challenge",
    .title = "The challenge asks for other scopes than the metadata lists: those of the challenge "
             "count",
    .story = "The client is authorized, and then it is told that it may do nothing.",
    .why = "The list in the metadata is what there is, the challenge says what is needed now. "
           "Neither is a part of the other.",
    .fix = "Update the MCP client: it has to ask for the scopes of the challenge.",
    .arrange = {fault(every_request_to("protected resource metadata"),
                      member_set("/scopes_supported", Json::array({"mcp:read", "mcp:admin"})))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("asks-for-them", each(authorize, has_parameter("scope", "mcp:access")),
                    cites("DISC-10"), caught_by("prefers_supported_scopes")),
               must("looks-for-no-relation", each(authorize, has_parameter("scope")),
                    cites("DISC-11"), caught_by("asks_for_common_scopes"))},
}};

}  // namespace conform::words
