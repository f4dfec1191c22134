#include "bench/load/request_budget.hpp"

namespace conform::bench {

void RequestBudget::take(Time now) {
  const std::lock_guard lock(mutex_);
  if (now - second_begins_ >= std::chrono::seconds(1)) {
    second_begins_ = now;
    taken_in_second_ = 0;
  }
  if (left_ == 0)
    throw BudgetSpent("not sent: the limit of requests to another machine is reached");
  if (taken_in_second_ == in_a_second_) {
    throw BudgetSpent("not sent: too many requests a second for another machine");
  }
  ++taken_in_second_;
  --left_;
}

}  // namespace conform::bench
