#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_priming_event{{
    .id = "transport/priming_event",
    .title = "A stream begins with an event without data, and the client reads on",
    .story = "The client shows \"Unexpected end of JSON input\" right after connecting.",
    .why = "Servers of revision 2025-11-25 begin a stream with an event that only names its id, so "
           "that the stream can be resumed.",
    .fix = "Update the MCP client.",
    .arrange = {answers(by_event_stream), resumable_streams()},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("reads-on", ends_well(once(seen(initialize))), cites("HTTP-05"),
                    caught_by("trips_over_priming_event")),
               must("reads-streams", gets_through(initialized, once(seen(initialize))),
                    cites("HTTP-05"), caught_by("reads_json_only"))},
}};

}  // namespace conform::words
