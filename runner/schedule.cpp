#include "runner/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <ostream>
#include <thread>

#include "reports/text.hpp"

namespace conform {

std::vector<Play> run_all(const std::vector<PlayTask>& tasks, std::size_t jobs,
                          const OnPlayed& on_played) {
  std::vector<Play> plays(tasks.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // guards the two below, and the call of on_played
  std::size_t done = 0;
  std::exception_ptr failure;

  const auto work = [&] {
    for (std::size_t at = next++; at < tasks.size(); at = next++) {
      try {
        plays[at] = tasks[at]();
        const std::lock_guard lock(mutex);
        if (on_played) on_played(++done, tasks.size(), plays[at]);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        next = tasks.size();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    const std::size_t count = std::min(std::max<std::size_t>(jobs, 1), tasks.size());
    for (std::size_t thread = 1; thread < count; ++thread) threads.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
  return plays;
}

OnPlayed ProgressLine::shows() {
  if (!streams_.progress) return {};
  return [this](std::size_t done, std::size_t of, const Play& last) {
    const std::string line = fmt::format("[{}/{}] {} x {}", done, of, last.scenario, last.profile);
    streams_.err << '\r' << one_line(line, 78) << "\x1b[K" << std::flush;
    written_ = true;
  };
}

void ProgressLine::clear() {
  if (written_) streams_.err << "\r\x1b[K" << std::flush;
  written_ = false;
}

}  // namespace conform
