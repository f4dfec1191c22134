#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/akutishevsky/withings-mcp/pull/37
const Register registration_rate_limited{{
    .id = "registration/rate_limited",
    .title = "The registration is answered with 429 and Retry-After: the client waits, or its user "
             "tries later",
    .story = "The client cannot be added: \"429 Too Many Requests\".",
    .why = "Many people behind one address share one limit. A client that registers again at once "
           "uses up what is left of it.",
    .fix = "Wait a minute, then add the connection again.",
    .arrange = {no_client_documents(),
                fault(the_first_request_to("registration"), status_with_retry_after(429, 30))},
    .act = {person(signs_in_to("acme"), as("quinn")), person(authorizes), connect(oauth),
            admin(waits(std::chrono::seconds(60))), connect(oauth)},
    .checks = {should("waits-as-told",
                      each(registration, after(answered(registration, 429)), waits_as_told()),
                      cites("RETRY-01"), caught_by("registers_at_once"))},
}};

}  // namespace conform::words
