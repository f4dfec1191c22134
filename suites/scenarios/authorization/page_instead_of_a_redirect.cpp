#include "suites/words/grant_words.hpp"

namespace conform::words {

const Register authorization_page_instead_of_a_redirect{{
    .id = "authorization/page_instead_of_a_redirect",
    .title = "A page of an error takes the place of the answer: the client gives up "
             "quietly",
    .story = "Authorization flow doesn't start.",
    .why = "A proxy, or Omni itself, may answer the browser with a page. The client "
           "hears nothing and must neither wait for ever nor open the page again.",
    .fix = "Read the page in the browser, then start the connection again in the "
           "client.",
    .arrange = {fault(every_request_to("authorize"), html_page(503))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth)},
    .checks = {should("does-not-open-it-again", never(authorize, after(answered(authorize, 503))),
                      cites("SU-06"), caught_by("asks_again")),
               should("tells-the-user", tells_user(anything, after(answered(authorize, 503))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
