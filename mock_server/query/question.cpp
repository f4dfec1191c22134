#include "mock_server/query/question.hpp"

#include <optional>
#include <string_view>

#include "mock_server/query/comparison.hpp"
#include "mock_server/query/period.hpp"
#include "mock_server/query/query_draft.hpp"
#include "mock_server/query/vocabulary.hpp"

namespace conform::mock {
namespace {

bool joins_a_list(std::string_view word) {
  return is_one_of(word, {",", "and", "&", "then", "or"});
}

class Reader {
 public:
  Reader(const Model& model, const Topic& topic, std::string_view question, Day today)
      : topic_(topic), vocabulary_(model, topic), words_(question) {
    draft_.periods = find_periods(words_, today);
  }

  Understanding run() {
    for (std::size_t at = 0; at < words_.size();) at = read(at);
    Understanding result = draft_.fulfil(topic_);
    result.left_over = words_.left_over();
    return result;
  }

 private:
  [[nodiscard]] std::string_view word(std::size_t at) const { return words_.free_text(at); }
  std::size_t take(std::size_t at, std::size_t count) {
    words_.use(at, count);
    return at + count;
  }

  // Reads what begins at this word and returns where to go on.
  std::size_t read(std::size_t at) {
    if (!words_.is_free(at)) return at + 1;
    if (words_[at].quoted) return quoted_value(at);
    for (const auto& reader :
         {&Reader::wanted_order, &Reader::counted, &Reader::wanted_number, &Reader::superlative,
          &Reader::named, &Reader::grain, &Reader::signpost}) {
      if (const std::size_t next = (this->*reader)(at); next != at) return next;
    }
    return at + 1;
  }

  // "sorted by", "ordered by"
  std::size_t wanted_order(std::size_t at) {
    const bool sorts =
        is_one_of(word(at), {"sort", "sorted", "order", "ordered", "rank", "ranked"});
    if (!sorts || word(at + 1) != "by") return at;
    sorting_ = true;
    return take(at, 2);
  }

  // "top 5", "5 best", "limit 20", "first 10", "top"
  std::size_t wanted_number(std::size_t at) {
    const auto count = [&](std::size_t place) {
      const std::string digits = number_from(word(place));
      const bool fits =
          !digits.empty() && digits.size() <= 6 && digits.find('.') == std::string::npos;
      return fits ? std::stoi(digits) : 0;
    };
    const std::string_view text = word(at);
    if (const int number = count(at + 1); number > 0) {
      if (text == "limit" || text == "first") return ask_for(number, at, 2);
      if (means_newest(text)) {
        draft_.newest_first = true;
        expecting_ = Expecting::kDimension;
        return ask_for(number, at, 2);
      }
      if (means_highest(text) || means_lowest(text)) {
        draft_.descending = means_highest(text);
        expecting_ = Expecting::kDimension;
        return ask_for(number, at, 2);
      }
    }
    if (text == "limit" && word(at + 1) == "to" && count(at + 2) > 0) {
      return ask_for(count(at + 2), at, 3);
    }
    if (const int number = count(at); number > 0) {
      const std::string_view next = word(at + 1);
      if (next == "rows" || next == "row") return ask_for(number, at, 2);
      if (means_newest(next) || next == "most") return ask_for(number, at, 1);
      if (means_highest(next) || means_lowest(next)) {
        draft_.descending = means_highest(next);
        expecting_ = Expecting::kDimension;
        return ask_for(number, at, 2);
      }
    }
    // "top products" wants some; ten are enough.
    if (text == "top" || text == "bottom") {
      draft_.descending = text == "top";
      expecting_ = Expecting::kDimension;
      return ask_for(10, at, 1);
    }
    return at;
  }

  std::size_t ask_for(int number, std::size_t at, std::size_t words) {
    draft_.limit = number;
    return take(at, words);
  }

  // "highest", "fewest", "most recent"
  std::size_t superlative(std::size_t at) {
    const std::string_view text = word(at);
    if (text == "most" && means_newest(word(at + 1))) {
      draft_.newest_first = true;
      return take(at, 2);
    }
    if (means_newest(text) && text != "last") {
      draft_.newest_first = true;
      return take(at, 1);
    }
    if (!means_highest(text) && !means_lowest(text)) return at;
    draft_.descending = means_highest(text);
    const std::size_t next = take(at, 1);
    return word(next) == "first" ? take(next, 1) : next;
  }

  // "by", "per", "which", "excluding": words that say what the next ones are
  std::size_t signpost(std::size_t at) {
    const std::string_view text = word(at);
    if (is_one_of(text, {"by", "per", "each", "every", "across"}) ||
        (draft_.things && text == "with")) {
      expecting_ = Expecting::kDimension;
    } else if (text == "which" || text == "list" ||
               (text == "what" && !is_one_of(word(at + 1), {"is", "are", "was", "were", "s"}))) {
      expecting_ = Expecting::kDimension;
      which_ = text != "list";
      draft_.things = draft_.things || text == "list";
    } else if (is_one_of(text, {"not", "excluding", "except", "exclude", "without", "non"})) {
      negative_ = true;
    } else if (text == "trend" || text == "trends") {
      add_grain(TimeUnit::kMonth);
    } else if (text == "over" && word(at + 1) == "time") {
      add_grain(TimeUnit::kMonth);
      return take(at, 2);
    } else {
      return at;
    }
    return take(at, 1);
  }

  // "month", "weekly"
  std::size_t grain(std::size_t at) {
    const auto unit = time_unit_from(word(at));
    if (!unit) return at;
    add_grain(*unit);
    return after_term(take(at, 1));
  }

  void add_grain(TimeUnit unit) {
    const Field field{"", unit};  // which time it is, is known at the end
    draft_.add_dimension(field);
  }

  std::size_t named(std::size_t at) {
    auto term = vocabulary_.find(words_, at, expecting_);
    if (!term) return at;
    if (term->kind == Term::Kind::kMeasure && has_counted(at + term->phrase->size())) {
      // "customers with more than 8 orders" wants the customers, not their number.
      expecting_ = Expecting::kDimension;
      term = vocabulary_.find(words_, at, expecting_);
    }
    if (term->kind == Term::Kind::kValue && is_compared(at + term->phrase->size())) {
      // "email is …": the field, not the traffic source of that name.
      term = vocabulary_.find(words_, at, Expecting::kDimension);
    }
    switch (term->kind) {
      case Term::Kind::kMeasure:
        return measure(*term, at);
      case Term::Kind::kDimension:
        return dimension(*term, at);
      case Term::Kind::kValue:
        return value(*term, at);
      case Term::Kind::kTopic:
        break;
    }
    return take(at, term->phrase->size());
  }

  [[nodiscard]] bool is_compared(std::size_t at) const {
    return is_one_of(word(at), {"is", "=", "equals"}) || (words_.is_free(at) && words_[at].quoted);
  }

  // Whether "with more than 8 …" begins here.
  [[nodiscard]] bool has_counted(std::size_t at) const {
    std::size_t next = at;
    while (is_one_of(word(next), {"with", "having", "who", "that", "have", "has", "had", "placed",
                                  "made", "bought"})) {
      ++next;
    }
    const auto comparison = comparison_at(words_, next);
    if (next == at || !comparison) return false;
    const auto term = vocabulary_.find(words_, next + comparison->words, Expecting::kAnything);
    return term && term->kind == Term::Kind::kMeasure;
  }

  // "more than 8 orders"
  std::size_t counted(std::size_t at) {
    const auto comparison = comparison_at(words_, at);
    if (!comparison) return at;
    const std::size_t noun = at + comparison->words;
    const auto term = vocabulary_.find(words_, noun, Expecting::kAnything);
    if (!term || term->kind != Term::Kind::kMeasure) return at;
    draft_.add_filter(term->measure->id(), comparison->filter());
    take(at, comparison->words);
    return measure(*term, noun);
  }

  std::size_t measure(const Term& term, std::size_t at) {
    const Measure& measure = *term.measure;
    const bool qualifies = is_qualifier(measure, at);
    std::size_t next = take(at, term.phrase->size());
    if (qualifies) return next;
    const Field field{measure.id(), std::nullopt};
    draft_.add_measure(field);
    if (draft_.descending && !draft_.extreme) draft_.extreme = field;
    if (sorting_) sort_by(field, true);
    next = compare(measure.id(), next);
    return after_term(next);
  }

  // In "revenue from completed orders" and "average age of users" the last word asks for no number.
  [[nodiscard]] bool is_qualifier(const Measure& measure, std::size_t at) const {
    const bool counts = measure.aggregate == Measure::Aggregate::kCount ||
                        measure.aggregate == Measure::Aggregate::kCountDistinct;
    if (!counts || draft_.measures.empty() || sorting_ || at == 0) return false;
    if (value_end_ == at) return true;
    return is_one_of(words_[at - 1].text, {"of", "from", "for", "in", "the"});
  }

  std::size_t dimension(const Term& term, std::size_t at) {
    const Dimension& dimension = *term.dimension;
    const bool grouped = expecting_ == Expecting::kDimension || sorting_;
    const bool one = which_ && words_[at].text == words_[at].key;
    std::size_t next = take(at, term.phrase->size());
    if (dimension.type == FieldType::kTime) {
      if (draft_.time == nullptr) draft_.time = &dimension;
      if (grouped) {
        add_time(dimension);
        return after_term(next);
      }
      return next;
    }
    const std::size_t end = condition(dimension, next);
    const Field field{dimension.id(), std::nullopt};
    if (end == next || grouped) {
      if (grouped && is_amount(dimension) && draft_.descending && !draft_.dimensions.empty()) {
        // "top 5 products by retail price" wants no number but that price.
        if (!draft_.extreme) draft_.extreme = field;
        draft_.things = true;
      }
      draft_.add_dimension(field);
      draft_.one_thing = draft_.one_thing || one;
      which_ = false;
      if (sorting_) sort_by(field, false);
    }
    return after_term(end);
  }

  static bool is_amount(const Dimension& dimension) {
    return dimension.type == FieldType::kNumber && !dimension.name.ends_with("id");
  }

  void add_time(const Dimension& dimension) {
    const Field field{dimension.id(), TimeUnit::kDay};
    draft_.add_dimension(field);
    if (sorting_) sort_by(field, false);
  }

  // "is complete or shipped", "over 100", "= \"Ada\"" behind a dimension; returns `at` when there
  // is none.
  std::size_t condition(const Dimension& dimension, std::size_t at) {
    std::size_t next = at;
    while (is_one_of(word(next), {"is", "are", "was", "were", "=", "equal", "equals", "to", ":",
                                  "of", "in", "either"})) {
      ++next;
    }
    bool negative = negative_;
    if (word(next) == "not") {
      negative = true;
      ++next;
    }
    const bool quoted = words_.is_free(next) && words_[next].quoted;
    if (quoted && dimension.type == FieldType::kString) {
      draft_.add_value(dimension, words_[next].text, negative);
      return take(at, next + 1 - at);
    }
    if (dimension.type == FieldType::kNumber) {
      const std::size_t compared = compare(dimension.id(), at);
      if (compared != at) return compared;
      const std::string number = number_from(word(next));
      if (number.empty()) return at;
      draft_.add_filter(dimension.id(), {Filter::Kind::kNumberEquals, negative, {number}, "", ""});
      return take(at, next + 1 - at);
    }
    std::size_t end = at;
    while (const auto known = vocabulary_.find_value(words_, next, dimension)) {
      draft_.add_value(dimension, known->value->value, negative);
      end = next + known->phrase->size();
      take(at, end - at);
      if (!joins_a_list(word(end)) || !vocabulary_.find_value(words_, end + 1, dimension)) break;
      next = end + 1;
    }
    if (end != at) negative_ = false;
    return end;
  }

  // "completed", "in the West", "not cancelled"
  std::size_t value(const Term& term, std::size_t at) {
    const Dimension& dimension = *term.dimension;
    draft_.add_value(dimension, term.value->value, negative_);
    const std::size_t end = take(at, term.phrase->size());
    value_end_ = end;
    // "the West region": the dimension was named only to say what West is.
    const auto after = vocabulary_.find(words_, end, Expecting::kDimension);
    std::size_t next = end;
    if (after && after->dimension == &dimension && after->kind == Term::Kind::kDimension) {
      next = take(end, after->phrase->size());
      value_end_ = next;
    }
    // "not cancelled or returned"
    const bool list =
        joins_a_list(word(next)) && vocabulary_.find_value(words_, next + 1, dimension);
    if (!list) negative_ = false;
    return list ? take(next, 1) : next;
  }

  std::size_t quoted_value(std::size_t at) {
    const Words inside(words_[at].text);
    const auto term = vocabulary_.find(inside, 0, Expecting::kAnything);
    if (term && term->kind == Term::Kind::kValue && term->phrase->size() == inside.size()) {
      draft_.add_value(*term->dimension, term->value->value, negative_);
      words_.use(at);
    }
    return at + 1;
  }

  std::size_t compare(const std::string& field, std::size_t at) {
    const auto comparison = comparison_at(words_, at);
    if (!comparison) return at;
    draft_.add_filter(field, comparison->filter());
    return take(at, comparison->words);
  }

  // A list goes on: "by status, brand and month".
  std::size_t after_term(std::size_t at) {
    sorting_ = false;
    if (joins_a_list(word(at))) return take(at, 1);
    expecting_ = Expecting::kAnything;
    return at;
  }

  void sort_by(const Field& field, bool descending) {
    draft_.sorts.push_back({field, descending});
    sorting_ = false;
  }

  const Topic& topic_;
  Vocabulary vocabulary_;
  Words words_;
  QueryDraft draft_;

  Expecting expecting_ = Expecting::kAnything;
  bool sorting_ = false;                                  // the next term is what to sort by
  bool negative_ = false;                                 // the next value is one to leave out
  bool which_ = false;                                    // "which …" was just read
  std::size_t value_end_ = static_cast<std::size_t>(-1);  // where the last value ended
};

}  // namespace

Understanding understand(const Model& model, const Topic& topic, std::string_view question,
                         Day today) {
  return Reader(model, topic, question, today).run();
}

}  // namespace conform::mock
