// A play in which nothing was arranged and nothing asked of the client, as with a recording or a
// person: only the rules of every scenario are judged.
#pragma once

#include <string>
#include <utility>

#include "reports/report.hpp"
#include "suites/scenario.hpp"

namespace conform::runner {

inline Scenario recording_scenario(std::string id, std::string title) {
  return {.id = std::move(id),
          .title = std::move(title),
          .story = {},
          .why = {},
          .fix = {},
          .arrange = {},
          .act = {},
          .checks = {}};
}

inline reports::Story recording_story(std::string title) {
  return {.title = std::move(title),
          .story = {},
          .why = "The rules that hold whatever a client does.",
          .fix = {},
          .arranged = {},
          .done = {}};
}

}  // namespace conform::runner
