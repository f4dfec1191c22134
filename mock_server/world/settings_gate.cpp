#include "mock_server/world/settings_gate.hpp"

#include "mock_server/omni/refusal.hpp"

namespace conform::mock {

void require_mcp_authorization(const World& world, const Organization& organization) {
  const Settings& settings = organization.settings;
  if (!settings.mcp_server && !world.defects.has(Defect::kAuthorizesWithServerOff)) {
    throw Forbidden("mcp_server_off");
  }
  if (!settings.personal_access_tokens && !world.defects.has(Defect::kAuthorizesWithTokensOff)) {
    throw Forbidden("personal_access_tokens_off");
  }
}

}  // namespace conform::mock
