#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register forbidden_pats_off_and_on_again{{
    .id = "forbidden/pats_off_and_on_again",
    .title = "Personal tokens are turned off and on again: the connection survives",
    .story = "\"Personal Access Tokens aren't enabled\" (403 error)",
    .why =
        "An MCP OAuth PAT is a personal token: it stops with the setting, and works again with it.",
    .fix = "Ask an admin to enable PATs: Settings > API Keys > Personal tokens",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            setting("acme", personal_access_tokens, off),
            call_tool("getData", question("Show me last year's orders by status")),
            setting("acme", personal_access_tokens, on),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks =
        {must("does-not-pretend", admits_refusal(after(refused("personal_access_tokens_off"))),
              cites("OMNI-PAT-01"), caught_by("answers_from_memory")),
         must("goes-on",
              gets_through(tools_call, after(then(refused("personal_access_tokens_off"), changed))),
              cites("OMNI-PAT-01"), caught_by("gives_up_for_good")),
         should("no-hammering",
                at_most(3, tools_call, after(refused("personal_access_tokens_off"))),
                cites("SU-06"), caught_by("retries_refused")),
         should("no-new-sign-in", never(authorize, after(refused("personal_access_tokens_off"))),
                cites("SU-06"), caught_by("signs_in_after_403")),
         should("tells-the-user", speaks_up(once(refused("personal_access_tokens_off"))),
                cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
