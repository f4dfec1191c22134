#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_stateless_parameter_headers{{
    .id = "transport/stateless_parameter_headers",
    .title = "An argument that the schema marks is repeated as a header",
    .story = "Every question is refused with \"Header mismatch\".",
    .why = "Gateways route by header and do not read bodies. The tool says which argument they "
           "need, and the server refuses calls in which the two differ.",
    .fix = "Update the MCP client.",
    .needs = {"stateless_era"},
    .arrange = {speaks(stateless_only), model_in_header()},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("repeats-the-model", each(stateless_call, repeats_model_in_header()),
                    cites("MOD-05"), caught_by("stateless_without_parameter_headers")),
               must("fits-header-and-body", each(stateless_request, headers_fit_body()),
                    cites("MOD-04"), caught_by("stateless_without_method_header")),
               must("gets-rows", gets_rows(once(seen(stateless_request))), cites("MOD-05"),
                    caught_by("stateless_without_parameter_headers"))},
}};

}  // namespace conform::words
