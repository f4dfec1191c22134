// What the program that serves a mock decides about its control API, and the judge that it lends.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "record/transcript.hpp"

namespace conform {

// What one check says of one connected client at this moment.
struct ClientVerdict {
  std::string client;        // as attribution.hpp names it
  std::string check;         // "pkce-s256"
  std::string expected;      // what the check looks for
  std::string severity;      // "must" or "should"
  std::string verdict;       // "pass", "warn" or "fail"
  std::string message;       // what was seen
  std::size_t exchange = 0;  // the first entry that shows it; 0 when there is none
};

// A pure function of the transcript. The mock knows no rules for clients; who serves it may.
using Judge = std::function<std::vector<ClientVerdict>(const std::vector<Entry>&)>;

struct ControlOptions {
  bool on = false;           // off: /_mock/ answers 404, as any path that is not there
  std::string secret = {};   // asked for as "Authorization: Bearer …"; empty: nobody is asked
  std::string version = {};  // of omni-conform, for documents
  Judge judge = {};          // may be empty: then there are no verdicts
};

}  // namespace conform
