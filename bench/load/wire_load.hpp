// The load of operations that are one request each: all of them by one thread, which writes bytes
// and waits for what comes. What a measuring client needs itself is nowhere near so little with a
// thread and an HTTP library for each connection; that would be measured, too.
#pragma once

#include <vector>

#include "bench/load/load.hpp"
#include "bench/load/repeated_request.hpp"
#include "bench/load/schedule.hpp"
#include "bench/load/timeline.hpp"

namespace conform::bench {

// One open connection for each request; returns when the schedule is over. A connection that
// breaks or stays silent is an error, and is opened anew. Throws std::system_error when the system
// gives no descriptors.
LoadResult run_wire_load(Schedule& schedule, std::vector<RepeatedRequest> requests,
                         Timeline& timeline);

}  // namespace conform::bench
