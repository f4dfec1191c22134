#include "suites/words/problem.hpp"

#include <fmt/format.h>

#include <utility>

#include "suites/record.hpp"

namespace conform::words {

using Part = Spot::Part;

Problem wrong(std::string what) { return {.what = std::move(what)}; }

Problem wrong_header(const Exchange& e, std::string_view name, std::string what) {
  const bool missing = !e.request.headers.has(name);
  return {.what = std::move(what),
          .spot = {.part = Part::kRequestHeader, .name = std::string(name), .missing = missing}};
}

Problem wrong_parameter(const Exchange& e, std::string_view name, std::string what) {
  Problem problem{.what = std::move(what), .spot = {.name = std::string(name)}};
  if (e.request.query().has(name)) return problem;
  problem.spot.missing = e.request.body.find(name) == std::string::npos;
  if (e.request.method == "POST") problem.spot.part = Part::kRequestBody;
  return problem;
}

Problem wrong_body(std::string what) {
  return {.what = std::move(what), .spot = {.part = Part::kRequestBody}};
}

Problem unseen(std::string_view what) {
  return {.what = fmt::format("{}{}", record::kNotInCapture, what), .unseen = true};
}

Spot at(const Exchange& e, Spot spot) {
  spot.entry = e.number;
  return spot;
}

}  // namespace conform::words
