#include "suites/words/transport_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/QwenLM/qwen-code/issues/8784
const Register transport_get_stream_not_found{{
    .id = "transport/get_stream_not_found",
    .title = "GET is answered with 404: the client works without a stream",
    .story = "The client refuses to connect with \"404 Not Found\" although the key is right.",
    .why = "Some gateways route POST only. What the client wants is behind POST.",
    .fix = "Update the MCP client: without a stream of the server everything else must work.",
    .needs = {"get_stream"},
    .arrange = {sessions(), fault(every_get(), status(404))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("asks-once",
                      at_most_in_a_session(2, get_stream, after(answered(get_stream, 404))),
                      cites("SU-06"), caught_by("insists_on_get_stream")),
               should("ends-connected", ends_well(once(answered(get_stream, 404))),
                      cites("HTTP-12"), caught_by("needs_get_stream"))},
}};

}  // namespace conform::words
