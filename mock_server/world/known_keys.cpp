#include "mock_server/world/known_keys.hpp"

namespace conform::mock {

void know_keys(const World& world, Redactor& redactor) {
  for (const ApiKey& key : world.keys) redactor.know(key.secret, "api_key");
}

}  // namespace conform::mock
