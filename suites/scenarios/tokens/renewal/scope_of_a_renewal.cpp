#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register tokens_scope_of_a_renewal{{
    .id = "tokens/scope_of_a_renewal",
    .title = "A wider grant is renewed: the client keeps all of its scopes",
    .story = "After each pause you have to authorize once more for what you had allowed already.",
    .why = "A renewal that names scopes is good for those only. A client that names fewer than "
           "it was granted takes from its user what the user has given.",
    .fix = "Click Authorize once more, and update the MCP client.",
    .needs = {"refresh"},
    .arrange = {further_scope("mcp:write"), access_tokens_live(std::chrono::hours(1)),
                fault(the_first("tools/call"), refused_for_want_of("mcp:write"))},
    .act = asks_before_and_after_expiry(),
    .checks = {should("names-all-or-none", each(refresh, names_all_that_was_granted()),
                      cites("RT-07"), caught_by("asks_less_on_refresh"))},
}};

}  // namespace conform::words
