#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_session_id_on_every_request{{
    .id = "transport/session_id_on_every_request",
    .title = "The session id goes with every request, and the session is ended",
    .story = "The client connects, and every question is refused with \"Mcp-Session-Id header is "
             "required\".",
    .why = "A server that keeps a session knows its client by the id that it gave it. Without the "
           "id there is no session, and a session that nobody ends stays open on the server.",
    .fix = "Update the MCP client: it must send back the Mcp-Session-Id that initialize was "
           "answered with.",
    .arrange = {sessions()},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")), disconnect},
    .checks = {must("echoes-it-when-listing", each(tools_list, carries_its_session()),
                    cites("HTTP-06"), caught_by("forgets_session_id")),
               must("echoes-it-in-notifications", each(initialized, carries_its_session()),
                    cites("HTTP-06"), caught_by("forgets_session_id")),
               must("is-let-in", gets_through(tools_list, after(served(initialize))),
                    cites("HTTP-06"), caught_by("forgets_session_id")),
               should("ends-its-session", at_least(1, delete_session, after(served(initialize))),
                      cites("HTTP-08"), caught_by("leaves_session_open"))},
}};

}  // namespace conform::words
