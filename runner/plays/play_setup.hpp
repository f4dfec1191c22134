// Reads what plays start from: the world and the data behind it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "runner/plays/play.hpp"

namespace conform::runner {

// fixtures/worlds/acme.json is the world of all scenarios. Throws std::runtime_error naming the
// file.
PlaySetup load_play_setup(const std::filesystem::path& fixtures, std::uint64_t seed);

}  // namespace conform::runner
