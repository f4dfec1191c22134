#include "clients/process/activity.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace conform::clients {
namespace {

namespace fs = std::filesystem;

// An interpreter's timers run for microseconds now and then, and send nothing.
constexpr std::uint64_t kMoment = 2'000'000;  // nanoseconds

struct ThreadState {
  std::uint64_t ran = 0;   // nanoseconds
  std::uint64_t busy = 0;  // … that it ran or waited to run
  bool wants_to_run = false;
};

ThreadState state_of(const fs::path& thread) {
  ThreadState state;
  std::uint64_t ran = 0;
  std::uint64_t waited = 0;
  if (std::ifstream times(thread / "schedstat"); times >> ran >> waited) {
    state.ran = ran;
    state.busy = ran + waited;
  }
  // "pid (name) S …": a name may hold anything, a parenthesis too.
  std::string stat;
  std::getline(std::ifstream(thread / "stat"), stat);
  const std::size_t name_ends = stat.rfind(')');
  if (name_ends != std::string::npos && name_ends + 2 < stat.size()) {
    const char letter = stat[name_ends + 2];
    state.wants_to_run = letter == 'R' || letter == 'D';
  }
  return state;
}

// The threads of a process that may end meanwhile.
std::vector<fs::path> threads_of(pid_t process) {
  std::vector<fs::path> threads;
  std::error_code error;
  for (fs::directory_iterator at(fmt::format("/proc/{}/task", process), error), end;
       !error && at != end; at.increment(error)) {
    threads.push_back(at->path());
  }
  return threads;
}

std::vector<fs::path> threads_below(pid_t program) {
  std::vector<pid_t> processes = {program};
  std::vector<fs::path> all;
  for (std::size_t at = 0; at < processes.size(); ++at) {
    for (fs::path& thread : threads_of(processes[at])) {
      std::ifstream children(thread / "children");
      for (pid_t child = 0; children >> child;) processes.push_back(child);
      all.push_back(std::move(thread));
    }
  }
  return all;
}

}  // namespace

Activity::Activity(pid_t program) : program_(program) {
  since_last_look();
  // What was before is none of ours.
  for (auto& [id, times] : seen_) times.waited_before = times.busy - times.ran;
  ran_ = waited_ = std::chrono::nanoseconds(0);
}

bool Activity::since_last_look() {
  Threads now;
  bool active = false;
  for (const fs::path& thread : threads_below(program_)) {
    const ThreadState state = state_of(thread);
    const std::string id = thread.filename().string();
    const auto before = seen_.find(id);
    const bool is_new = before == seen_.end();
    const std::uint64_t waited_before = is_new ? 0 : before->second.waited_before;
    now[id] = {.ran = state.ran, .busy = state.busy, .waited_before = waited_before};
    waited_ = std::max(waited_, std::chrono::nanoseconds(state.busy - state.ran - waited_before));
    ran_ += std::chrono::nanoseconds(state.ran - (is_new ? 0 : before->second.ran));
    active = active || state.wants_to_run || is_new || state.busy > before->second.busy + kMoment;
  }
  active = active || now.size() != seen_.size();
  seen_ = std::move(now);
  return active;
}

bool are_we_at_work() {
  const std::string caller = std::to_string(::gettid());
  return std::ranges::any_of(threads_of(::getpid()), [&](const fs::path& thread) {
    return thread.filename() != caller && state_of(thread).wants_to_run;
  });
}

}  // namespace conform::clients
