// What `run` and `test` share: the plays of a plan, kept as they happen, and then told of.
#pragma once

#include <vector>

#include "runner/choice/catalog.hpp"
#include "runner/plays/interruption.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/schedule.hpp"
#include "runner/program/streams.hpp"
#include "runner/results/run_plan.hpp"

namespace conform::runner {

// Prints plays as they happen, where the plan wants that; else nobody looks on. `world`, which
// plays start from, and the streams outlive it.
Onlooker wire_onlooker(const RunPlan& plan, const mock::World& world, Streams& streams);

// A task for each of the cells, which are places in cells_of(head_of(plan)). The plan must outlive
// them.
std::vector<PlayTask> tasks_of(const RunPlan& plan, const std::vector<std::size_t>& cells,
                               const PlayOne& play_one);

// Plays what the plan says and tells of it. Returns an ExitCode, or the interruption's when that
// left something unplayed: reports hold what there is.
int play_and_report(const RunPlan& plan, const PlayOne& play_one, const Catalog& catalog,
                    const Interruption& interruption, Streams& streams);

// 0, 1 or 3. A run without plays is never conformant.
int exit_code_of(const Run& run);

}  // namespace conform::runner
