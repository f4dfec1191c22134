#include "runner/plays/play_setup.hpp"

namespace conform::runner {

using mock::Fixtures;
using mock::load_world;

PlaySetup load_play_setup(const std::filesystem::path& fixtures, std::uint64_t seed) {
  return {.world = load_world(fixtures / "worlds" / "acme.json"),
          .fixtures = std::make_shared<const Fixtures>(fixtures),
          .seed = seed};
}

}  // namespace conform::runner
