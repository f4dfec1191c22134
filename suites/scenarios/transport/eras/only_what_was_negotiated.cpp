#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_only_what_was_negotiated{{
    .id = "transport/only_what_was_negotiated",
    .title = "The server has tools and nothing else: the client asks for nothing else",
    .story = "The log of the server fills with \"Method not found\", a few for each connection.",
    .why = "Both sides say at the beginning what they can. What is asked for beyond that costs "
           "time with each connection, and some servers end the session over it.",
    .fix = "Nothing to do in Omni: the client has to go by the capabilities of the server.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("asks-for-nothing-else", never(unadvertised_request, after(served(initialize))),
                    cites("LIFE-05"), caught_by("lists_what_is_not_there"))},
}};

}  // namespace conform::words
