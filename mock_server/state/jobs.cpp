#include "mock_server/state/jobs.hpp"

#include <algorithm>

namespace conform::mock {

std::string_view to_string(JobStatus status) {
  switch (status) {
    case JobStatus::kQueued:
      return "QUEUED";
    case JobStatus::kExecuting:
      return "EXECUTING";
    case JobStatus::kComplete:
      return "COMPLETE";
    case JobStatus::kFailed:
      return "FAILED";
  }
  return "";
}

std::expected<Job, Jobs::Failure> Jobs::submit(const JobOwner& owner, std::string_view conversation,
                                               Outcome outcome) {
  Job job;
  job.id = ids_.uuid();
  job.conversation_id = conversation.empty() ? ids_.uuid() : std::string(conversation);
  job.owner = owner;
  job.submitted = clock_.now();
  job.result = std::move(outcome.result);
  job.error = std::move(outcome.error);

  const std::lock_guard lock(mutex_);
  forget_old(job.submitted);
  if (!conversation.empty()) {
    const auto last = std::find_if(jobs_.rbegin(), jobs_.rend(), [&](const Job& known) {
      return known.conversation_id == conversation && known.owner == owner;
    });
    if (last == jobs_.rend()) return std::unexpected(Failure::kUnknownConversation);
    if (job.submitted - last->submitted < kDoneAfter) {
      return std::unexpected(Failure::kBusyConversation);
    }
  }
  if (jobs_.size() == kMost) jobs_.pop_front();
  jobs_.push_back(job);
  return job;
}

std::optional<Job> Jobs::find(std::string_view id, const JobOwner& owner) const {
  const TimePoint now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(jobs_, [&](const Job& job) { return job.id == id; });
  if (found == jobs_.end() || found->owner != owner || now - found->submitted >= kKeptFor) {
    return std::nullopt;
  }
  return *found;
}

JobStatus Jobs::status(const Job& job) const {
  const Duration age = clock_.now() - job.submitted;
  if (age < kQueuedFor) return JobStatus::kQueued;
  if (age < kDoneAfter) return JobStatus::kExecuting;
  return job.error.is_null() ? JobStatus::kComplete : JobStatus::kFailed;
}

void Jobs::forget_old(TimePoint now) {
  while (!jobs_.empty() && now - jobs_.front().submitted >= kKeptFor) jobs_.pop_front();
}

}  // namespace conform::mock
