// The values that reports are made of.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "record/transcript.hpp"

namespace conform {

enum class Severity { kMust, kShould };
std::string_view to_string(Severity severity);

// Where in a record a rule was broken, so that a report can mark the line.
struct Spot {
  enum class Part {
    kRequestLine,
    kRequestHeader,
    kRequestBody,
    kStatus,
    kResponseBody,
    kNote,
    kAfter,  // behind the entry, which itself breaks nothing: what was awaited never came
  };
  std::size_t entry = 0;
  Part part = Part::kRequestLine;
  std::string name = {};  // of the header or parameter; empty: the part as a whole
  bool missing = false;   // it should be there and is not
  bool operator==(const Spot&) const = default;
};
std::string_view to_string(Spot::Part part);  // "request line", "request header", …

struct Finding {
  enum class Outcome {
    kPass,
    kFail,
    kNotExercised,
    kCannotTell,  // it came to that point, but such a client never says what would be judged
  };
  Outcome outcome = Outcome::kNotExercised;
  std::string seen;                   // what was seen instead, or which prerequisite is missing
  std::vector<std::size_t> evidence;  // numbers of the entries it rests on
  // Where it was broken, as far as the check knows more than which entry; of some of the evidence.
  std::vector<Spot> spots = {};
};

// From best to worst, as worst() takes them: what is known to be broken says more than what was
// never reached.
enum class Verdict {
  kPass,
  kNotApplicable,  // the profile declares that this client can't do it, with a reason
  kKnown,          // fails as the profile says it does, with a source
  kWarn,           // a SHOULD is broken
  kNotExercised,   // the client never came to the point where it could be judged
  kFail,           // a MUST is broken
  kStale,          // listed as a known failure, but passes
  kFlaky,          // played several times, and not always the same
  kHarnessError,   // our fault, no verdict
};
std::string_view to_string(Verdict verdict);  // "pass", "not_applicable", …
bool is_red(Verdict verdict);                 // fail, not_exercised, stale, flaky, harness_error

struct CheckResult {
  std::string id;  // "stops-after-refusal"; of an invariant "invariant/pkce-s256"
  Severity severity = Severity::kMust;
  std::string requirement;
  std::string expected;
  Verdict verdict = Verdict::kNotExercised;
  Finding finding;
  std::string reason;  // of a known failure or an incapability, with its source
};

// One scenario played by one client.
struct Play {
  std::string scenario;
  std::string title;
  std::string profile;
  Verdict verdict = Verdict::kNotExercised;  // the worst of its checks, in the order of the enum
  std::vector<CheckResult> checks;
  std::vector<Entry> entries;  // the record, secrets and ports already replaced by stable names
  std::string error;           // of a harness error
  std::vector<std::string> output;  // what an external client printed, line by line, redacted
  std::chrono::microseconds took{0};
};

struct Run {
  std::string version;  // of omni-conform
  std::uint64_t seed = 0;
  std::vector<std::string> profiles;   // columns, in order
  std::vector<std::string> scenarios;  // rows, in order
  std::vector<Play> plays;             // scenario-major
  // Profile -> the command line that plays one of its cells again; "{scenario}" stands for which.
  std::map<std::string, std::string> replays;
  std::chrono::microseconds took{0};
};

// The worst verdict in a run or play; kPass of nothing is never returned: nothing is kNotExercised.
Verdict worst(const std::vector<Verdict>& verdicts);

}  // namespace conform
