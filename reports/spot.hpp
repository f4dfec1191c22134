// Where in an exchange a rule was broken, so that a report can mark the line. The spot is read
// from the text of the finding ("no MCP-Protocol-Version", "code_challenge_method is \"plain\"").
// When the text names no spot, it is the request itself. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "suites/verdict.hpp"

namespace conform::reports {

struct Spot {
  enum class Part { kRequestLine, kRequestHeader, kRequestBody, kStatus, kResponseBody, kNote };
  std::size_t entry = 0;
  Part part = Part::kRequestLine;
  std::string name = {};  // of the header or parameter; empty: the part as a whole
  bool missing = false;   // it should be there and is not
  bool operator==(const Spot&) const = default;
};
std::string_view to_string(Spot::Part part);  // "request line", "request header", …

// One spot for each entry that a broken check rests on; none for a check that is not broken.
std::vector<Spot> spots_of(const Play& play, const CheckResult& check);

}  // namespace conform::reports
