#include "suites/words/wire_words.hpp"

namespace conform::words {

// Seen in real clients: https://github.com/zhu1090093659/deepseek-pp/pull/471
const Register transport_characters_cut_by_pieces{{
    .id = "transport/characters_cut_by_pieces",
    .title = "The answer comes in pieces that cut characters in two: the client puts them together",
    .story = "Names in the answer have signs of replacement in them, and only sometimes.",
    .why = "A character may take four bytes, and networks cut where they like. A client that "
           "decodes each piece by itself loses what stands at the cuts.",
    .fix = "Update the MCP client.",
    .arrange = {answers(by_event_stream),
                fault(the_first("tools/call"),
                      answered_by("text in many scripts", text_of_many_scripts())),
                fault(the_first("tools/call"), in_pieces(7, Duration(0)))},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {must("shows-every-character", shows_what_came(once(fault_struck)), cites("HTTP-19"),
                    caught_by("decodes_each_piece"))},
}};

}  // namespace conform::words
