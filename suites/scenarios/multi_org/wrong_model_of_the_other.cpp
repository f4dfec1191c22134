#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register multi_org_wrong_model_of_the_other{{
    .id = "multi_org/wrong_model_of_the_other",
    .title =
        "A question about a model of the other organization is refused, and the client says so",
    .story = "Queries fail after successful authorization: no such model.",
    .why = "Model ids are copied between configurations. A grant reads one organization, whatever "
           "model is named.",
    .fix = "Pick a model with pickModel, or connect to the organization that has the model.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("omar")), person(authorizes), connect(oauth),
            call_tool("getData",
                      question("How many orders?", std::string(globex_model), "order_items")),
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("does-not-pretend", admits_refusal(after(refused(tools_call))),
                    cites("OMNI-ORG-03"), caught_by("answers_from_memory")),
               must("goes-on", gets_through(tools_call, after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("gives_up_for_good")),
               should("tells-the-user", speaks_up(once(refused(tools_call))), cites("TOOL-01"),
                      caught_by("says_nothing"))},
}};

}  // namespace conform::words
