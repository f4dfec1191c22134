#include "mock_server/instance/settings_gate.hpp"

#include "mock_server/refusal.hpp"

namespace conform {

void require_mcp_authorization(const Organization& organization) {
  if (!organization.settings.mcp_server) throw Forbidden("mcp_server_off");
  if (!organization.settings.personal_access_tokens) throw Forbidden("personal_access_tokens_off");
}

}  // namespace conform
