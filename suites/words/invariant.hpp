// The tools that invariants are made of, and the invariants of other files.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/transcript.hpp"
#include "suites/scenario.hpp"
#include "suites/verdict.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform {

// Counts the entries of a record that were right or wrong, and makes a finding of them.
class Tally {
 public:
  void good(const Exchange& exchange) { good(exchange.number); }
  void good(std::size_t number) { add(good_, number); }
  void bad(const Exchange& exchange, words::Problem problem);
  void bad(const Note& note, const std::string& what);
  // What turned out to be wrong later, when others had been looked at.
  void bad(Spot spot, const std::string& what);
  // Good when the rule holds of it, else bad. `problem` makes one, and is asked only then.
  template <typename MakeProblem>
  void judge(const Exchange& exchange, bool holds, const MakeProblem& problem) {
    if (holds) {
      good(exchange);
    } else {
      bad(exchange, problem());
    }
  }
  [[nodiscard]] Finding finding(std::string_view nothing_seen) const;

 private:
  static void add(std::vector<std::size_t>& numbers, std::size_t number);

  std::vector<std::size_t> good_;
  std::vector<Spot> bad_;  // the first ones, in order
  std::string problem_;    // of the first one
  std::size_t bad_count_ = 0;
};

// One invariant on one record, entry by entry, so that a record can be judged while it grows. What
// it remembers does not grow without end (remembered.hpp). Not thread-safe.
class Watch {
 public:
  Watch() = default;
  virtual ~Watch() = default;
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void see(const Entry& entry);
  [[nodiscard]] virtual Finding finding() const = 0;  // on what was seen so far

 protected:
  virtual void see_exchange(const Exchange& /*exchange*/) {}
  virtual void see_note(const Note& /*note*/) {}
};

Finding finding_on(const std::vector<Entry>& entries, Watch& watch);

// One that only tallies: `nothing_seen` says what there was nothing of.
class TallyingWatch : public Watch {
 public:
  explicit TallyingWatch(std::string nothing_seen) : nothing_seen_(std::move(nothing_seen)) {}
  [[nodiscard]] Finding finding() const override { return tally.finding(nothing_seen_); }

 protected:
  Tally tally;

 private:
  std::string nothing_seen_;
};

// Each request of a kind has a property that needs nothing of the record but the request.
class EachHas final : public TallyingWatch {
 public:
  EachHas(const words::Kind& kind, words::Property property);

 private:
  void see_exchange(const Exchange& exchange) override;

  words::Kind kind_;
  words::Property property_;
};

using Begin = std::function<std::unique_ptr<Watch>()>;

// Begins a watch of that type, made of these arguments.
template <typename SomeWatch, typename... Arguments>
Begin begin(const Arguments&... arguments) {
  return [arguments...] { return std::make_unique<SomeWatch>(arguments...); };
}

struct Invariant {
  Check check;
  Begin begin;
};

Invariant must_hold(std::string id, std::string text, Begin begin, std::string requirement,
                    std::string catcher);
Invariant should_hold(std::string id, std::string text, Begin begin, std::string requirement,
                      std::string catcher);

// Each request of the kind has the property.
Invariant must_each(std::string id, const words::Kind& kind, const words::Property& property,
                    std::string requirement, std::string catcher);
Invariant should_each(std::string id, const words::Kind& kind, const words::Property& property,
                      std::string requirement, std::string catcher);

std::vector<Invariant> flow_invariants();
std::vector<Invariant> oauth_invariants();
std::vector<Invariant> authorization_invariants();
std::vector<Invariant> token_invariants();
std::vector<Invariant> transport_invariants();

// All of them, in the order of invariants().
const std::vector<Invariant>& all_invariants();

}  // namespace conform
