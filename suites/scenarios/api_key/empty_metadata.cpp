#include "suites/words/fault_words.hpp"

namespace conform::words {

const Register api_key_empty_metadata{{
    .id = "api_key/empty_metadata",
    .title = "The well-known places answer {}: the key counts all the same",
    .story = "The client asks you to sign in, although a key is configured.",
    .why = "Gateways answer any path with {}. A client that takes that for an authorization "
           "server leaves the key that its user entered aside.",
    .fix = "Nothing to do in Omni: the client has to send the key that it was given.",
    .arrange = {fault(every_request_to("protected resource metadata"), as_json()),
                fault(every_request_to("authorization server metadata"), as_json())},
    .act = {connect(api_key("acme_querier_key")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("sends-the-key", each(initialize, has_header("Authorization")),
                    cites("OMNI-KEY-01"), caught_by("ignores_key")),
               must("gets-rows", gets_rows(once(seen(mcp_request))), cites("OMNI-KEY-01"),
                    caught_by("calls_without_arguments"))},
}};

}  // namespace conform::words
