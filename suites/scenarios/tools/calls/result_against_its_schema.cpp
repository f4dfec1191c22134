#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register tools_result_against_its_schema{{
    .id = "tools/result_against_its_schema",
    .title = "A result that is not what the tool promised is not shown as an answer",
    .story = "The client shows figures that make no sense.",
    .why = "A tool says in advance what its results look like. A result that is built otherwise "
           "comes from a mistake, and its figures cannot be trusted.",
    .fix = "Report it to the people who run the server.",
    .arrange = {fault(the_first("tools/call"),
                      answered_by("a result without the promised members", misshapen_result()))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year")),
            call_tool("getData", question("Show me last year's orders by status"))},
    .checks = {should("checks-it", admits_refusal(after(fault_struck)), cites("TOOL-03"),
                      caught_by("trusts_structured_content")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing")),
               must("goes-on", gets_through(tools_call, after(fault_struck)),
                    cites("OMNI-QUERY-01"), caught_by("gives_up_for_good"))},
}};

}  // namespace conform::words
