// Everything that a topic has a name for: measures, dimensions, known values, and the topic itself.
// Refers to the model it was made of; never changes afterwards.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "mock_server/query/model.hpp"
#include "mock_server/query/words.hpp"

namespace conform::mock {

struct Term {
  enum class Kind { kMeasure, kDimension, kValue, kTopic };
  Kind kind = Kind::kTopic;
  const Measure* measure = nullptr;
  const Dimension* dimension = nullptr;  // of a value, the one that has it
  const KnownValue* value = nullptr;
  const Phrase* phrase = nullptr;
  bool of_base_view = false;
};

// Which kind of thing a place in a question more likely names.
enum class Expecting {
  kAnything,   // "orders …" counts them
  kDimension,  // "by order …" lists them
};

class Vocabulary {
 public:
  Vocabulary(const Model& model, const Topic& topic);

  // The longest term that begins at this word; of equally long ones, what is expected, then the
  // base view's.
  [[nodiscard]] std::optional<Term> find(const Words& words, std::size_t at,
                                         Expecting expecting) const;
  // The longest value of one dimension that begins at this word.
  [[nodiscard]] std::optional<Term> find_value(const Words& words, std::size_t at,
                                               const Dimension& dimension) const;

 private:
  std::vector<Term> terms_;
};

// How well a topic fits a question: first the number of words that it understands, then how near to
// its own view they are.
int fit(const Model& model, const Topic& topic, std::string_view question);

}  // namespace conform::mock
