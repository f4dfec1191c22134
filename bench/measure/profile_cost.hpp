// What a client needs to connect, counted in the record of a play of its profile: its own requests,
// those of its browser, and the bytes of both. The same for the same profile, whatever the machine.
#pragma once

#include <memory>

#include "bench/measure/bench_result.hpp"
#include "clients/profile/profile.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform::bench {

// Connects by OAuth with nothing known, then again after a restart. The person is signed in to the
// organization already and authorizes. Loopback sockets.
ProfileCost profile_cost(const clients::Profile& profile, const mock::World& world,
                         std::shared_ptr<const mock::Fixtures> fixtures);

}  // namespace conform::bench
