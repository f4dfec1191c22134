#include "runner/plays/stage.hpp"

namespace conform {

Stage load_stage(const std::filesystem::path& fixtures, std::uint64_t seed) {
  return {.world = load_world(fixtures / "worlds" / "acme.json"),
          .fixtures = std::make_shared<const Fixtures>(fixtures),
          .seed = seed};
}

}  // namespace conform
