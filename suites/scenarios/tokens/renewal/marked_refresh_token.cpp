#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/envoyproxy/envoy/pull/43693
const Register tokens_marked_refresh_token{{
    .id = "tokens/marked_refresh_token",
    .title = "The refresh token holds + / = % and &: the client sends it back as it came",
    .story = "After a pause you have to authorize again, now and then.",
    .why = "A refresh token may hold any character, and in a form a plus is a blank. A client that "
           "does not encode it loses its grant when a token has one.",
    .fix = "Click Authorize once more, and update the MCP client.",
    .needs = {"refresh"},
    .arrange = {marked_codes(), access_tokens_live(std::chrono::hours(1))},
    .act = asks_before_and_after_expiry(),
    .checks = {must("sends-it-whole", gets_through(refresh, once(seen(refresh))), cites("OAUTH-11"),
                    caught_by("sends_bare_plus_on_refresh"))},
}};

}  // namespace conform::words
