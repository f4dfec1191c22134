#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_event_stream_answers{{
    .id = "transport/event_stream_answers",
    .title = "Answers come as event streams, and the client reads them",
    .story = "The client connects, waits, and shows nothing.",
    .why = "A server may answer each request with JSON or with an event stream. A client must read "
           "both.",
    .fix = "Update the MCP client.",
    .arrange = {answers(by_event_stream)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {must("reads-them", ends_well(once(seen(initialize))), cites("HTTP-05"),
                    caught_by("reads_json_only")),
               must("says-that-it-does", each(initialize, accepts("text/event-stream")),
                    cites("HTTP-02"), caught_by("accepts_json_only")),
               must("shows-the-answer", shows_what_came(once(served(tools_call))), cites("HTTP-05"),
                    caught_by("repeats_first_answer"))},
}};

}  // namespace conform::words
