#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register multi_org_deactivated_in_one_of_two{{
    .id = "multi_org/deactivated_in_one_of_two",
    .title = "A member is deactivated in one organization: keys of the other still work",
    .story = "Queries fail in one organization and work in the other.",
    .why = "Membership is per organization, and so is its end.",
    .fix = "Ask an admin of the organization in which it fails.",
    .arrange = {},
    .act = {connect(api_key("globex_key")), list_tools, call_tool("pickModel", Json::object()),
            admin(deactivated("omar", "acme")),
            call_tool("getData",
                      question("How many orders?", std::string(globex_model), "order_items"))},
    .checks = {must("goes-on", gets_through(tools_call, after(then(served(tools_list), changed))),
                    cites("OMNI-ORG-03"), caught_by("calls_without_arguments")),
               must("shows-each-answer", shows_what_came(once(served(tools_call))),
                    cites("OMNI-ORG-03"), caught_by("repeats_first_answer"))},
}};

}  // namespace conform::words
