// What askOmni was asked: jobs that pass through their states as the mock's clock moves on. The
// answer is known from the start and shown at the end. Thread-safe. Bounded: a job is kept for 14
// days (docs/omni.md, "REST endpoints"), and at most the newest 1000 are kept.
#pragma once

#include <chrono>
#include <deque>
#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/json/json.hpp"
#include "foundation/text/ids.hpp"
#include "foundation/time/clock.hpp"

namespace conform::mock {

// Whose a job is.
struct JobOwner {
  std::string organization;
  std::string membership;
  bool operator==(const JobOwner&) const = default;
};

struct Job {
  std::string id;
  std::string conversation_id;
  JobOwner owner;
  TimePoint submitted;
  Json result;  // null when it fails
  Json error;   // null when it succeeds
};

enum class JobStatus { kQueued, kExecuting, kComplete, kFailed };
std::string_view to_string(JobStatus status);  // "QUEUED"

class Jobs {
 public:
  // Ours: real jobs take 15 to 60 seconds, and clients are told to poll every 2 to 5.
  static constexpr Duration kQueuedFor = std::chrono::seconds(2);
  static constexpr Duration kDoneAfter = std::chrono::seconds(10);
  static constexpr Duration kKeptFor = std::chrono::days(14);
  static constexpr std::size_t kMost = 1000;

  Jobs(Clock& clock, Ids& ids) : clock_(clock), ids_(ids) {}

  enum class Failure { kUnknownConversation, kBusyConversation };
  struct Outcome {
    Json result;
    Json error;
  };
  // `conversation` is empty for a new one. A conversation has one active job at a time.
  std::expected<Job, Failure> submit(const JobOwner& owner, std::string_view conversation,
                                     Outcome outcome);

  // None for an unknown or forgotten job, and for somebody else's.
  std::optional<Job> find(std::string_view id, const JobOwner& owner) const;

  JobStatus status(const Job& job) const;

 private:
  void forget_old(TimePoint now);

  Clock& clock_;
  Ids& ids_;
  mutable std::mutex mutex_;
  std::deque<Job> jobs_;  // oldest first
};

}  // namespace conform::mock
