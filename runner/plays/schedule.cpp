#include "runner/plays/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <ostream>
#include <thread>

#include "reports/text.hpp"

namespace conform::runner {

using reports::terminal_line;

void in_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& act) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // guards failure
  std::exception_ptr failure;

  const auto work = [&] {
    for (std::size_t at = next++; at < count; at = next++) {
      try {
        act(at);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    const std::size_t most = std::min(std::max<std::size_t>(jobs, 1), count);
    for (std::size_t thread = 1; thread < most; ++thread) threads.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

std::vector<Play> run_all(const std::vector<PlayTask>& tasks, std::size_t jobs,
                          const OnPlayed& on_played, const Stops& stops,
                          const std::stop_token& interrupted) {
  std::vector<std::optional<Play>> played(tasks.size());
  std::mutex mutex;  // guards done, and the calls of on_played and stops
  std::size_t done = 0;
  std::atomic<bool> stopped = false;
  in_parallel(tasks.size(), jobs, [&](std::size_t at) {
    if (stopped || interrupted.stop_requested()) return;
    Play play = tasks[at]();
    const std::lock_guard lock(mutex);
    if (interrupted.stop_requested()) return;
    played[at] = std::move(play);
    if (on_played) on_played(++done, tasks.size(), *played[at]);
    if (stops && stops(*played[at])) stopped = true;
  });
  std::vector<Play> plays;
  plays.reserve(played.size());
  for (std::optional<Play>& play : played) {
    if (play) plays.push_back(*std::move(play));
  }
  return plays;
}

OnPlayed ProgressLine::shows() {
  if (!streams_.progress) return {};
  return [this](std::size_t done, std::size_t of, const Play& last) {
    const std::string line = fmt::format("[{}/{}] {} x {}", done, of, last.scenario, last.profile);
    streams_.err << '\r' << terminal_line(line, 78) << "\x1b[K" << std::flush;
    written_ = true;
  };
}

void ProgressLine::clear() {
  if (written_) streams_.err << "\r\x1b[K" << std::flush;
  written_ = false;
}

}  // namespace conform::runner
