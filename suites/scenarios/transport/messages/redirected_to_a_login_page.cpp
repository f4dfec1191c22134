#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_redirected_to_a_login_page{{
    .id = "transport/redirected_to_a_login_page",
    .title = "The MCP URL redirects to a web page: the client keeps its key and says so",
    .story = "The client shows the text of a web page, or nothing.",
    .why = "Some proxies send whoever is not signed in to a login page. A program has no business "
           "there, and its key even less.",
    .fix = "Check the URL, and that no proxy asks for a sign-in of its own before Omni.",
    .arrange = {fault(the_first("tools/call"), redirected("{callbacks}/login"))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("keeps-its-key", never(bearer_elsewhere, after(answered(tools_call, 302))),
                    cites("BEAR-04"), caught_by("follows_redirects")),
               must("does-not-pretend", admits_refusal(after(answered(tools_call, 302))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("tells-the-user", speaks_up(once(answered(tools_call, 302))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
