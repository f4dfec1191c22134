#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register discovery_scopes_of_three_lists{{
    .id = "discovery/scopes_of_three_lists",
    .title = "Challenge, resource and authorization server each list other scopes: those of the "
             "challenge count",
    .story = "Authorization is refused with invalid_scope, or the page asks for far more than "
             "Omni needs.",
    .why = "The authorization server lists the scopes of all that it protects. A client that asks "
           "for all of them is refused, or is given rights that nobody meant it to have.",
    .fix = "Nothing to do in Omni: the client has to ask for the scopes of the challenge.",
    .arrange = {fault(every_request_to("protected resource metadata"),
                      member_set("/scopes_supported", Json::array({"mcp:access", "mcp:read"}))),
                fault(every_request_to("authorization server metadata"),
                      member_set("/scopes_supported",
                                 Json::array({"mcp:access", "mcp:admin", "profile"})))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {must("asks-for-those-of-the-challenge",
                    each(authorize, has_parameter("scope", "mcp:access")), cites("DISC-10"),
                    caught_by("takes_scopes_of_the_server"))},
}};

}  // namespace conform::words
