#include "suites/words/grant_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/punkpeye/mcp-remote/pull/313
const Register tokens_narrower_scope{{
    .id = "tokens/narrower_scope",
    .title = "The server grants fewer scopes than were asked for: the client works with those",
    .story = "The authorization page opens again each time you click Authorize.",
    .why = "A server may grant a part of what was asked for, and says so. A client that throws "
           "such a token away asks for the same again, and gets the same again.",
    .fix = "Nothing to do in Omni: the client has to go by the scopes of the token.",
    .arrange = {fault(every_request_to("protected resource metadata"),
                      member_set("/scopes_supported", Json::array({"mcp:access", "mcp:write"}))),
                fault(every_mcp_request(), challenge_spelled("no_metadata")),
                further_scope("mcp:write"),
                fault(every_code_exchange(), member_set("/scope", "mcp:access"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("works-with-it", gets_through(tools_call, after(granted)), cites("OAUTH-10"),
                      caught_by("wants_all_scopes")),
               should("asks-once", at_most(1, authorize), cites("SU-06"),
                      caught_by("wants_all_scopes"))},
}};

}  // namespace conform::words
