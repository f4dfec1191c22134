// What a question in words asks of a topic. A fixed reading, no guessing: what is not understood is
// said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mock_server/query/model.hpp"
#include "mock_server/query/query.hpp"

namespace conform::mock {

constexpr int kDefaultLimit = 500;
constexpr int kLargestLimit = 10000;

struct Understanding {
  Query query;
  bool limit_was_asked = false;
  bool measure_was_named = true;
  bool time_is_unknown = false;        // the question names a time, the topic has none
  std::vector<std::string> left_over;  // words that had no part in it
};

Understanding understand(const Model& model, const Topic& topic, std::string_view question,
                         Day today);

// One English sentence that says how the question was read.
std::string describe(const Model& model, const Topic& topic, const Understanding& understanding,
                     Day today);

}  // namespace conform::mock
