#include "runner/commands/bench/bench_measuring.hpp"

#include <fmt/format.h>

#include <array>
#include <ostream>

namespace conform::runner {

using bench::BenchRow;
using bench::LoadProgress;
using bench::LoadResult;
using bench::Measurable;
using bench::Sweep;
using bench::SweepServer;
using bench::Target;

namespace {

void drop_empty(std::vector<BenchRow>& rows) {
  std::erase_if(rows, [](const BenchRow& row) { return row.repetitions.empty(); });
}

}  // namespace

Measuring::Measuring(const BenchPlan& plan, std::stop_token stop, Streams& streams)
    : plan_(plan), stop_(std::move(stop)), streams_(streams) {}

Measuring::~Measuring() {
  if (streams_.progress) streams_.err << "\r\x1b[K" << std::flush;
}

LoadProgress Measuring::line(std::string what) {
  if (!streams_.progress) return [](std::uint64_t, double) {};
  return [this, text = std::move(what)](std::uint64_t operations, double share) {
    streams_.err << fmt::format("\r\x1b[K{}  {:.0f} %  {} operations", text, share * 100,
                                operations)
                 << std::flush;
  };
}

LoadResult Measuring::once(const Measurable& measurable, const Target& target,
                           std::string_view what) {
  return run_load(
      plan_.load, [&] { return measurable.make(target, measurable.name); }, stop_,
      line(fmt::format("{}  {}", what, measurable.name)));
}

std::vector<BenchRow> Measuring::rows(const Target& target) {
  const std::vector<const Measurable*>& measurables = plan_.operations;
  std::vector<BenchRow> rows(measurables.size());
  for (std::size_t round = 0; round < plan_.repetitions; ++round) {
    for (std::size_t i = 0; i < measurables.size() && !stop_.stop_requested(); ++i) {
      rows[i].operation = measurables[i]->name;
      rows[i].repetitions.push_back(
          once(*measurables[i], target, fmt::format("{} of {}", round + 1, plan_.repetitions)));
    }
  }
  drop_empty(rows);
  return rows;
}

Measuring::Sides Measuring::sides(const Target& base, const Target& now) {
  const std::vector<const Measurable*>& measurables = plan_.operations;
  Sides sides{std::vector<BenchRow>(measurables.size()), std::vector<BenchRow>(measurables.size())};
  for (std::size_t round = 0; round < plan_.repetitions; ++round) {
    for (std::size_t i = 0; i < measurables.size(); ++i) {
      struct Side {
        const Target& target;
        BenchRow& row;
        std::string_view name;
        LoadResult result = {};
      };
      std::array both{Side{base, sides.base[i], "base"}, Side{now, sides.now[i], "now"}};
      if (round % 2 == 1) {
        for (Side* side : {&both[1], &both[0]}) {
          side->result = once(*measurables[i], side->target, side->name);
        }
      } else {
        for (Side& side : both) side.result = once(*measurables[i], side.target, side.name);
      }
      // A pair that was not finished does not count.
      if (stop_.stop_requested()) break;
      for (Side& side : both) {
        side.row.operation = measurables[i]->name;
        side.row.repetitions.push_back(std::move(side.result));
      }
    }
  }
  drop_empty(sides.base);
  drop_empty(sides.now);
  return sides;
}

std::vector<Sweep> Measuring::sweeps(const SweepServer& server) {
  std::vector<Sweep> result;
  for (const Measurable* measurable : plan_.sweeps) {
    if (!plan_.sizes.connections.empty()) {
      result.push_back(sweep_connections(*measurable, server, plan_.sizes.connections, plan_.load,
                                         stop_, line("connections  " + measurable->name)));
    }
    if (!plan_.sizes.exchanges.empty()) {
      result.push_back(sweep_exchanges(*measurable, server, plan_.sizes.exchanges, plan_.load,
                                       stop_, line("exchanges  " + measurable->name)));
    }
  }
  std::erase_if(result, [](const Sweep& sweep) { return sweep.points.empty(); });
  return result;
}

}  // namespace conform::runner
