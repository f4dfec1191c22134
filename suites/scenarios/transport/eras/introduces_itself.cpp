#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_introduces_itself{{
    .id = "transport/introduces_itself",
    .title = "The client says who it is and what it can, in this order",
    .story = "In Omni the connection shows no name, and an admin cannot tell what it is.",
    .why = "initialize is the introduction. Admins and servers tell clients apart by it, also when "
           "they must be refused or helped.",
    .fix = "Update the MCP client.",
    .arrange = {},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("names-itself", each(initialize, introduces_the_client()), cites("LIFE-03"),
                    caught_by("anonymous_client")),
               must("says-initialized", at_least(1, initialized, after(served(initialize))),
                    cites("LIFE-01"), caught_by("skips_initialized")),
               must("in-order",
                    in_order({initialize, initialized, tools_list}, once(served(initialize))),
                    cites("LIFE-01"), caught_by("skips_initialized"))},
}};

}  // namespace conform::words
