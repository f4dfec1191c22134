// Where in an exchange a rule was broken, so that a report can mark the line. The place is read
// from the text of the finding ("no MCP-Protocol-Version", "code_challenge_method is \"plain\"").
// When the text names no place, it is the request itself. What never came has no line: its place is
// behind the entry after which it was awaited. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "suites/verdict.hpp"

namespace conform::reports {

struct Spot {
  enum class Part {
    kRequestLine,
    kRequestHeader,
    kRequestBody,
    kStatus,
    kResponseBody,
    kNote,
    kAfter,  // behind the entry, which itself breaks nothing
  };
  std::size_t entry = 0;
  Part part = Part::kRequestLine;
  // Of the header or parameter; empty: the part as a whole. Of kAfter: what was seen instead.
  std::string name = {};
  bool missing = false;  // it should be there and is not
  bool operator==(const Spot&) const = default;
};
std::string_view to_string(Spot::Part part);  // "request line", "request header", …

// One place for each entry that shows what a broken check says; none for a check that is not
// broken.
std::vector<Spot> spots_of(const Play& play, const CheckResult& check);

}  // namespace conform::reports
