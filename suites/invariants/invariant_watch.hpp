// Every invariant on the record of one client, entry by entry. What it holds does not grow without
// end, so a client may be watched for as long as it likes. Not thread-safe.
#pragma once

#include <memory>
#include <vector>

#include "record/transcript.hpp"
#include "suites/verdict.hpp"

namespace conform {

class Watch;

class InvariantWatch {
 public:
  InvariantWatch();
  ~InvariantWatch();
  InvariantWatch(InvariantWatch&&) noexcept;
  InvariantWatch& operator=(InvariantWatch&&) noexcept;

  void see(const Entry& entry);
  // One for each of invariants(), in that order; as judging all that was seen would find.
  [[nodiscard]] std::vector<Finding> findings() const;

 private:
  std::vector<std::unique_ptr<Watch>> watches_;
};

}  // namespace conform
