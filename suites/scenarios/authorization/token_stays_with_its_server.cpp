#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_token_stays_with_its_server{{
    .id = "authorization/token_stays_with_its_server",
    .title = "The token of one server is not shown to the next",
    .story = "You connect by OAuth, then you add the URL of your instance as well.",
    .why = "A token opens the door that it was made for. A client that shows it "
           "elsewhere gives that server the key.",
    .fix = "Nothing to do in Omni: the client has to keep its tokens apart.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            connect(instance_url_without_key("acme"))},
    .checks = {must("keeps-it-back", never(bearer_request, after(asked_for_another_server)),
                    cites("TOK-05"), caught_by("one_token_for_all"))},
}};

}  // namespace conform::words
