// What invariants are written with: a walk over the record that counts what was right and what was
// not, and the check that such a walk becomes. Not thread-safe; pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "suites/scenario.hpp"

namespace conform {

// How many requests a finding names as its evidence.
inline constexpr std::size_t kShown = 12;

// Collects what a walk over the record looked at and what was wrong there.
class Tally {
 public:
  void good(const Exchange& exchange);
  void bad(const Exchange& exchange, std::string_view what);
  void bad(const Note& note, std::string_view what);
  Finding finding(std::string_view nothing_seen) const;

 private:
  void bad(std::size_t number, std::string problem);

  std::vector<std::size_t> good_;
  std::vector<std::size_t> bad_;
  std::string problem_;
  std::size_t bad_count_ = 0;
};

using JudgeOfRecord = Finding (*)(const std::vector<Entry>&);

Check must_hold(std::string id, std::string text, JudgeOfRecord judge, std::string requirement,
                std::string catcher);
Check should_hold(std::string id, std::string text, JudgeOfRecord judge, std::string requirement,
                  std::string catcher);

// Those of Streamable HTTP and the lifecycle; a part of invariants().
std::vector<Check> transport_invariants();

}  // namespace conform
