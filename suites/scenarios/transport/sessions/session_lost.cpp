#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/modelcontextprotocol/rust-sdk/issues/733
// Seen in real clients: https://github.com/modelcontextprotocol/python-sdk/issues/1676
const Register transport_session_lost{{
    .id = "transport/session_lost",
    .title = "The server forgot the session: the client begins a new one and goes on",
    .story =
        "After a pause or an update of the server every question fails with \"Session not found\".",
    .why = "Servers are restarted. A client that does not begin anew stays broken until its user "
           "restarts it.",
    .fix = "Restart the MCP client, or disconnect and connect again.",
    .needs = {"begin_anew"},
    .arrange = {sessions()},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year")),
            admin(ends_sessions()),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("begins-anew", at_least(1, initialize, after(refused("unknown_session"))),
                    cites("HTTP-07"), caught_by("never_reinitializes")),
               must("leaves-the-old-id-behind",
                    each(initialize, after(refused("unknown_session")),
                         lacks_header("Mcp-Session-Id")),
                    cites("HTTP-07"), caught_by("clings_to_lost_session")),
               must("goes-on", gets_through(tools_call, after(refused("unknown_session"))),
                    cites("HTTP-07"), caught_by("never_reinitializes"))},
}};

}  // namespace conform::words
