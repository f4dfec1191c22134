#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_version_of_the_future{{
    .id = "transport/version_of_the_future",
    .title = "The server answers with a revision that the client does not know: the client leaves",
    .story = "The client shows answers that make no sense, or crashes.",
    .why = "initialize settles the revision. A client that goes on with one that it does not know "
           "misreads what comes.",
    .fix = "Update the MCP client.",
    .arrange = {fault(every("initialize"),
                      answered_by("a revision of the year 2099", initialized_with("2099-01-01")))},
    .act = {connect(api_key("acme_querier_key")), list_tools},
    .checks = {should("goes-no-further", never(tools_list, after(fault_struck)), cites("LIFE-04"),
                      caught_by("takes_any_version")),
               should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
