#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_scope_of_the_resource{{
    .id = "authorization/scope_of_the_resource",
    .title = "The challenge names no scope: the client takes those of the resource "
             "metadata",
    .story = "You add the connection URL to your MCP client and click Authorize.",
    .why = "A proxy may shorten the challenge. What the connection needs then stands "
           "in the metadata of the resource; a client that asks for nothing may be "
           "granted nothing.",
    .fix = "Nothing to do in Omni: the client has to read scopes_supported.",
    .arrange = {fault(every_mcp_request(), challenge_spelled("no_metadata"))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("asks-for-them", each(authorize, asks_for_scopes({"mcp:access"})),
                      cites("AZ-09"), caught_by("asks_for_no_scope"))},
}};

}  // namespace conform::words
