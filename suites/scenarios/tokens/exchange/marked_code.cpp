#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/pomerium/pomerium/issues/6430
const Register tokens_marked_code{{
    .id = "tokens/marked_code",
    .title = "The code holds + / = % and &: the client sends it back as it came",
    .story = "Authorization fails after clicking \"Authorize\", now and then.",
    .why = "A code may hold any character, and in a form a plus is a blank. A client that does not "
           "encode it works until a code has one.",
    .fix = "Start the connection again in the client.",
    .arrange = {marked_codes()},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("sends-it-whole", gets_through(code_exchange, once(seen(code_exchange))),
                    cites("OAUTH-11"), caught_by("sends_bare_plus"))},
}};

}  // namespace conform::words
