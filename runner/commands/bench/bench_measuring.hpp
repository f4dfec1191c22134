// The measuring of `omni-conform bench`: repetitions in turns, with a line that says how far it is.
// A stop ends it with what there is.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "bench/measure/bench_result.hpp"
#include "bench/measure/operations.hpp"
#include "bench/measure/sweep.hpp"
#include "runner/commands/bench/bench_plan.hpp"
#include "runner/program/streams.hpp"

namespace conform::runner {

class Measuring {
 public:
  // The plan must outlive it.
  Measuring(const BenchPlan& plan, std::stop_token stop, Streams& streams);
  ~Measuring();  // wipes the line

  // One row an operation. What disturbs the machine for a while disturbs all operations alike.
  std::vector<bench::BenchRow> rows(const bench::Target& target);

  // The rows of two servers. They take turns at every single measurement, and change who is first.
  struct Sides {
    std::vector<bench::BenchRow> base;
    std::vector<bench::BenchRow> now;
  };
  Sides sides(const bench::Target& base, const bench::Target& now);

  // Those that the plan has sizes for.
  std::vector<bench::Sweep> sweeps(const bench::SweepServer& server);

 private:
  bench::LoadResult once(const bench::Measurable& measurable, const bench::Target& target,
                         std::string_view what);
  bench::LoadProgress line(std::string what);

  const BenchPlan& plan_;
  std::stop_token stop_;
  Streams& streams_;
};

}  // namespace conform::runner
