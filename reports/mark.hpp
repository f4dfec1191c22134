// The short word that reports for people put in a cell for a verdict.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "suites/verdict.hpp"

namespace conform::reports {

struct VerdictMark {
  Verdict verdict = Verdict::kPass;
  std::string_view mark;
  std::string_view colour;  // SGR parameters
  std::string_view means;
};

std::span<const VerdictMark> all_marks();  // from the best to the worst
const VerdictMark& mark_of(Verdict verdict);

// "3 ok, 1 FAIL", from the best to the worst; empty when there are none.
std::string counted(const std::vector<Play>& plays);

// "conformant", "not conformant", "nothing was played", … A run that was interrupted, as
// ReportContext has it, is never conformant.
std::string conclusion(const Run& run, std::string_view interrupted = {});

}  // namespace conform::reports
