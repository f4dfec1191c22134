#include "suites/invariants/invariant_watch.hpp"

#include "suites/words/invariant.hpp"

namespace conform {

InvariantWatch::InvariantWatch() {
  watches_.reserve(all_invariants().size());
  for (const Invariant& invariant : all_invariants()) watches_.push_back(invariant.begin());
}

InvariantWatch::~InvariantWatch() = default;
InvariantWatch::InvariantWatch(InvariantWatch&&) noexcept = default;
InvariantWatch& InvariantWatch::operator=(InvariantWatch&&) noexcept = default;

void InvariantWatch::see(const Entry& entry) {
  for (const std::unique_ptr<Watch>& watch : watches_) watch->see(entry);
}

std::vector<Finding> InvariantWatch::findings() const {
  std::vector<Finding> findings;
  findings.reserve(watches_.size());
  for (const std::unique_ptr<Watch>& watch : watches_) findings.push_back(watch->finding());
  return findings;
}

}  // namespace conform
