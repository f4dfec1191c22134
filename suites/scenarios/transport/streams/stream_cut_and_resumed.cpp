#include "suites/words/transport_words.hpp"

namespace conform::words {

const Register transport_stream_cut_and_resumed{{
    .id = "transport/stream_cut_and_resumed",
    .title = "The stream ends before the answer: the client waits, resumes and gets it",
    .story = "A long question ends with \"connection closed\" although the server is still working "
             "on it.",
    .why = "The server may close the stream and tell the client when to come back for the answer. "
           "Asking the question again would do the work twice.",
    .fix = "Update the MCP client, or ask a narrower question.",
    .needs = {"resume_stream"},
    .arrange = {answers(by_polling)},
    .act = {connect(api_key("acme_querier_key")), list_tools,
            call_tool("getData", question("Total revenue by month last year"))},
    .checks = {should("resumes", at_least(1, resumption, after(stream_cut)), cites("HTTP-10"),
                      caught_by("never_resumes")),
               must("waits-as-told", each(resumption, waits_for_retry()), cites("HTTP-09"),
                    caught_by("resumes_at_once")),
               should("names-the-last-event", each(resumption, names_the_last_event()),
                      cites("HTTP-10"), caught_by("resumes_from_the_start")),
               should("does-not-ask-again", at_most(1, initialize), cites("HTTP-13"),
                      caught_by("sends_again_after_cut")),
               should("gets-its-answer", ends_well(once(stream_cut)), cites("HTTP-10"),
                      caught_by("never_resumes"))},
}};

}  // namespace conform::words
