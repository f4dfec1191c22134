#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register oauth_restart_keeps_the_grant{{
    .id = "oauth/restart_keeps_the_grant",
    .title = "After a restart the client works on, without a new sign-in",
    .story = "You signed in once. The next day the client still works.",
    .why = "An MCP OAuth PAT does not expire. A client that forgets it makes its user sign"
           " in every day and leaves dead tokens behind.",
    .fix = "Nothing to do in Omni: the client must keep the token it was given.",
    .arrange = {no_client_documents()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")), restart,
            connect(oauth), call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("no-new-sign-in", never(authorize, after(came_back)), cites("OMNI-FLOW-03"),
                      caught_by("forgets_grant")),
               should("no-new-registration", never(registration, after(came_back)),
                      cites("OMNI-FLOW-03"), caught_by("forgets_everything")),
               must("works-again", gets_rows(after(came_back)), cites("OMNI-FLOW-03"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
