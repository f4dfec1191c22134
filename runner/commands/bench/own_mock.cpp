#include "runner/commands/bench/own_mock.hpp"

namespace conform::runner {

using bench::Target;
using bench::target_of;
using mock::Fixtures;
using mock::load_world;
using mock::TlsIdentity;

OwnMock::OwnMock(const std::filesystem::path& fixtures, bool tls)
    : tls_folder_(tls ? std::make_unique<TemporaryFolder>() : nullptr),
      tls_(tls ? std::make_unique<const TlsIdentity>(tls_folder_->path()) : nullptr),
      server_(load_world(fixtures / "worlds" / "acme.json"),
              std::make_shared<const Fixtures>(fixtures), std::make_shared<SystemClock>(), 1) {
  server_.listen({.tls = tls_.get()});
}

OwnMock::~OwnMock() { server_.stop(); }

Target OwnMock::target() const {
  Target target = target_of(server_.mock());
  if (tls_) target.allowed_hosts.loopback_authority = tls_->authority_file().string();
  return target;
}

}  // namespace conform::runner
