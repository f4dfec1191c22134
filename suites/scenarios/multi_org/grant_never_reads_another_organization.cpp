#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register multi_org_grant_never_reads_another_organization{{
    .id = "multi_org/grant_never_reads_another_organization",
    .title = "A grant for one organization never reads the data of another",
    .story = "The person signs in to a second organization. The connection still belongs to "
             "the first.",
    .why = "A grant is linked to one organization. A client that reaches for the other "
           "must be refused, and must say so.",
    .fix = "Connect again after logging in to the other organization.",
    .arrange = {},
    .act = {person(signs_in_to("acme"), as("omar")), person(authorizes), connect(oauth),
            call_tool("getData", question("Total revenue by month last year")),
            person(signs_in_to("globex"), as("omar")),
            call_tool("getData",
                      question("How many orders?", std::string(globex_model), "order_items"))},
    .checks = {must("stays-with-its-grant",
                    each(mcp_request, after(served(initialize)), for_organization("acme")),
                    cites("OMNI-FLOW-03"), caught_by("bearer_only_on_initialize")),
               must("does-not-pretend", admits_refusal(after(refused(tools_call))),
                    cites("OMNI-QUERY-01"), caught_by("answers_from_memory")),
               should("no-hammering", at_most(2, tools_call, after(refused(tools_call))),
                      cites("SU-06"), caught_by("retries_refused"))},
}};

}  // namespace conform::words
