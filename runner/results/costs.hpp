// What the plays of an earlier run took.
#pragma once

#include <filesystem>

#include "runner/choice/shard.hpp"

namespace conform::runner {

// From its JSON report or its stream. Throws UsageError.
Costs load_costs(const std::filesystem::path& file);

}  // namespace conform::runner
