#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_error_of_another_issuer{{
    .id = "authorization/error_of_another_issuer",
    .title = "An error from another issuer is neither believed nor shown",
    .story = "Authorization fails after clicking \"Authorize\".",
    .why = "The text of an error is written by whoever sent it. From a stranger it may "
           "tell the person to call a number or to open a page.",
    .fix = "Start the connection again in the client.",
    .arrange = {fault(
        every_authorization_answer(),
        with_parameters({{"iss", "https://another-issuer.example"},
                         {"error", "access_denied"},
                         {"error_description", "Call 555-0100 to unlock your account"}},
                        {"code"}))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-show-it", never_tells_user("555-0100", after(carried("error"))),
                    cites("AZ-14"), caught_by("believes_any_error")),
               should("tells-the-user", tells_user(anything, after(carried("error"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
