// What a question named, piece by piece, until it makes a query. Refers to the model; not
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mock_server/query/model.hpp"
#include "mock_server/query/period.hpp"
#include "mock_server/query/question.hpp"

namespace conform::mock {

struct QueryDraft {
  std::vector<Field> dimensions;  // a grain without an id means the time of the whole question
  std::vector<Field> measures;
  std::vector<std::pair<std::string, Filter>> filters;
  std::vector<Sort> sorts;
  std::vector<Period> periods;
  const Dimension* time = nullptr;  // the time dimension that was named
  bool things = false;              // "list …": the things themselves, not their number
  bool one_thing = false;           // "which category …": one
  bool newest_first = false;
  std::optional<bool> descending;  // "highest" or "lowest"
  std::optional<Field> extreme;    // … of this measure
  std::optional<int> limit;

  void add_dimension(const Field& field);
  void add_measure(const Field& field);
  void add_filter(const std::string& field, Filter filter);  // the first one of a field counts
  void add_value(const Dimension& dimension, const std::string& value, bool negative);

  // Makes the query; what is missing comes from the topic's defaults.
  [[nodiscard]] Understanding fulfil(const Topic& topic) const;
};

}  // namespace conform::mock
