#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_stream_token_refused{{
    .id = "tokens/stream_token_refused",
    .title = "Only the GET stream refuses the token: the client does not renew it without end",
    .story = "The client is slow and Omni begins to answer \"429 Too Many Requests\".",
    .why =
        "The stream is an extra that works in the background. A client that renews its token each "
        "time it is refused there asks for tokens as fast as the network allows.",
    .fix = "Update the MCP client. Signing in again does not help.",
    .needs = {"get_stream"},
    .arrange = {sessions(), fault(every_get(), refused_as_invalid_token())},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools},
    .checks = {should("no-loop", at_most(3, refresh, after(answered(get_stream, 401))),
                      cites("SU-06"), caught_by("renews_for_the_stream_without_end"))},
}};

}  // namespace conform::words
