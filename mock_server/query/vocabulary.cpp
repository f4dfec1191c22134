#include "mock_server/query/vocabulary.hpp"

namespace conform::mock {
namespace {

// A measure of a joined view would count a row once for each row of the base view, unless it counts
// distinct rows.
bool survives_joining(const Measure& measure) {
  return measure.aggregate == Measure::Aggregate::kCount ||
         measure.aggregate == Measure::Aggregate::kCountDistinct;
}

int rank(const Term& term, Expecting expecting) {
  const bool dimension_first = expecting == Expecting::kDimension;
  switch (term.kind) {
    case Term::Kind::kMeasure:
      return dimension_first ? 2 : 4;
    case Term::Kind::kDimension:
      return dimension_first ? 4 : 2;
    case Term::Kind::kValue:
      return 3;
    case Term::Kind::kTopic:
      return 1;
  }
  return 0;
}

}  // namespace

Vocabulary::Vocabulary(const Model& model, const Topic& topic) {
  for (const Phrase& phrase : topic.phrases) {
    Term term;
    term.phrase = &phrase;
    term.of_base_view = true;
    terms_.push_back(term);
  }
  for (const std::string& name : topic.views()) {
    const View& view = model.view(name);
    Term term;
    term.of_base_view = name == topic.base_view;
    for (const Measure& measure : view.measures) {
      if (!term.of_base_view && !survives_joining(measure)) continue;
      term.kind = Term::Kind::kMeasure;
      term.measure = &measure;
      for (const Phrase& phrase : measure.phrases) {
        term.phrase = &phrase;
        terms_.push_back(term);
      }
    }
    term.measure = nullptr;
    for (const Dimension& dimension : view.dimensions) {
      term.kind = Term::Kind::kDimension;
      term.dimension = &dimension;
      term.value = nullptr;
      for (const Phrase& phrase : dimension.phrases) {
        term.phrase = &phrase;
        terms_.push_back(term);
      }
      term.kind = Term::Kind::kValue;
      for (const KnownValue& value : dimension.values) {
        term.value = &value;
        for (const Phrase& phrase : value.phrases) {
          term.phrase = &phrase;
          terms_.push_back(term);
        }
      }
    }
  }
}

std::optional<Term> Vocabulary::find(const Words& words, std::size_t at,
                                     Expecting expecting) const {
  const Term* best = nullptr;
  const auto better = [&](const Term& term) {
    if (best == nullptr) return true;
    if (term.phrase->size() != best->phrase->size()) {
      return term.phrase->size() > best->phrase->size();
    }
    const int one = rank(term, expecting);
    const int other = rank(*best, expecting);
    if (one != other) return one > other;
    return term.of_base_view && !best->of_base_view;
  };
  for (const Term& term : terms_) {
    if (words.matches(at, *term.phrase) && better(term)) best = &term;
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

std::optional<Term> Vocabulary::find_value(const Words& words, std::size_t at,
                                           const Dimension& dimension) const {
  const Term* best = nullptr;
  for (const Term& term : terms_) {
    if (term.kind != Term::Kind::kValue || term.dimension != &dimension) continue;
    if (!words.matches(at, *term.phrase)) continue;
    if (best == nullptr || term.phrase->size() > best->phrase->size()) best = &term;
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

int fit(const Model& model, const Topic& topic, std::string_view question) {
  Words words(question);
  const Vocabulary vocabulary(model, topic);
  int understood = 0;
  int nearness = 0;
  for (std::size_t at = 0; at < words.size();) {
    const auto term = vocabulary.find(words, at, Expecting::kAnything);
    if (!term) {
      ++at;
      continue;
    }
    const auto length = static_cast<int>(term->phrase->size());
    understood += length;
    // "users" names the topic Users; in the topic Orders it only counts who ordered.
    for (const Phrase& phrase : topic.phrases) {
      if (words.matches(at, phrase)) nearness += 4;
    }
    if (term->of_base_view) nearness += 3;
    at += term->phrase->size();
  }
  return understood * 100 + nearness;
}

}  // namespace conform::mock
