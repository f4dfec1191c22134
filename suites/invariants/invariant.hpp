// The tools that invariants are made of, and the invariants of other files.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "record/transcript.hpp"
#include "suites/scenario.hpp"
#include "suites/verdict.hpp"

namespace conform {

// Counts the entries of a record that were right or wrong, and makes a finding of them.
class Tally {
 public:
  void good(const Exchange& exchange) { add(good_, exchange.number); }
  void bad(const Exchange& exchange, std::string_view what);
  void bad(const Note& note, std::string_view what);
  // Good without a problem, else bad.
  void judge(const Exchange& exchange, std::string_view problem);
  Finding finding(std::string_view nothing_seen) const;

 private:
  static void add(std::vector<std::size_t>& numbers, std::size_t number);
  void bad(std::size_t number, std::string problem);

  std::vector<std::size_t> good_;
  std::vector<std::size_t> bad_;
  std::string problem_;
  std::size_t bad_count_ = 0;
};

using JudgeRecord = Finding (*)(const std::vector<Entry>&);
Check must_hold(std::string id, std::string text, JudgeRecord judge, std::string requirement,
                std::string catcher);
Check should_hold(std::string id, std::string text, JudgeRecord judge, std::string requirement,
                  std::string catcher);

std::vector<Check> authorization_invariants();
std::vector<Check> token_invariants();
std::vector<Check> transport_invariants();

}  // namespace conform
