#include "clients/protocol/connect_target.hpp"

#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "foundation/text/ids.hpp"

namespace conform::clients {

using mock::ApiKey;
using mock::MockOmni;
using mock::World;

std::string mcp_url(const MockOmni& mock, const Connect& connect) {
  return connect.url == Connect::Url::kOAuth ? mock.oauth_url()
                                             : mock.key_url(connect.organization);
}

std::string key_secret(const MockOmni& mock, const std::string& id) {
  if (id == "?wrong") return omni_key("NeverIssued");
  const std::shared_ptr<const World> world = mock.world();
  const ApiKey* const found = world->key(id);
  if (found == nullptr) throw std::runtime_error(fmt::format("the world has no key \"{}\"", id));
  return found->secret;
}

}  // namespace conform::clients
