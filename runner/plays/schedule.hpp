// Runs tasks over a few threads and keeps their results in the order of the tasks.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <vector>

#include "runner/program/streams.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

using PlayTask = std::function<Play()>;

// Does 0, 1, … count - 1 over `jobs` threads, at least 1. An exception ends it and is thrown here.
void in_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& act);

// Called after each play, one call at a time: how many are done, of how many, and the last one.
using OnPlayed = std::function<void(std::size_t done, std::size_t of, const Play& last)>;

// `jobs` is at least 1. An exception of a task ends the schedule and is thrown here. Once `stops`
// says so of the last play, no other is begun: the result has those that were played only. Once
// `interrupted` is requested to stop, those at hand are no plays either, since their clients may
// have been ended by us.
using Stops = std::function<bool(const Play& last)>;
std::vector<Play> run_all(const std::vector<PlayTask>& tasks, std::size_t jobs,
                          const OnPlayed& on_played, const Stops& stops = {},
                          const std::stop_token& interrupted = {});

// A line on a terminal that says how far it is; nothing where nobody watches.
class ProgressLine {
 public:
  explicit ProgressLine(Streams& streams) : streams_(streams) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  OnPlayed shows();
  void clear();

 private:
  Streams& streams_;
  bool written_ = false;
};

}  // namespace conform::runner
