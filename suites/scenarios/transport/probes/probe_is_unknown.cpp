#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_probe_is_unknown{{
    .id = "transport/probe_is_unknown",
    .title =
        "The probe for 2026-07-28 is an unknown method: the client falls back to the handshake",
    .story = "The client shows \"Method not found\" right after it was added, although the server "
             "works.",
    .why = "Omni speaks the handshake revisions. Clients of both eras ask with server/discover "
           "first and must take \"Method not found\" for what it is.",
    .fix = "Update the MCP client, or choose the older revision in its settings.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            list_tools, call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("falls-back", gets_through(initialize, after(granted)), cites("MOD-10"),
                    caught_by("probe_is_final")),
               must("gets-through", gets_through(tools_list, after(granted)), cites("MOD-10"),
                    caught_by("probe_is_final")),
               should("opens-one-window", at_most(1, authorize), cites("SU-06"),
                      caught_by("opens_browser_twice"))},
}};

}  // namespace conform::words
