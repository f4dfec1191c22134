// What is wrong with one request, and where in it. Pure functions; they never fail.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/transcript.hpp"
#include "suites/verdict.hpp"

namespace conform::words {

struct Problem {
  std::string what;  // "POST /token has no resource"
  Spot spot = {};    // its entry is filled in by whoever counts problems
  // Nothing is known to be wrong: no capture shows what would be judged.
  bool unseen = false;
};

Problem wrong(std::string what);  // the request as a whole
Problem wrong_header(const Exchange& e, std::string_view name, std::string what);
// Of the query or, where it is not there and the request has a body, of that body: a parameter of a
// form or a member of JSON.
Problem wrong_parameter(const Exchange& e, std::string_view name, std::string what);
Problem wrong_body(std::string what);
Problem unseen(std::string_view what);

// It is of this request.
Spot at(const Exchange& e, Spot spot);

}  // namespace conform::words
