#include "runner/commands/bench/bench_target.hpp"

#include <fmt/format.h>

#include "foundation/http/url.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using bench::RequestBudget;
using bench::Target;
using bench::target_of;
using mock::Fixtures;
using mock::load_world;
using mock::TlsIdentity;

namespace {

// Refuses, so that nobody loads the machine of somebody else by mistake.
void hold_back(BenchOptions& options, const Url& url) {
  const auto refuse = [&url](const std::string& why) {
    throw UsageError(fmt::format("{} is another machine: {}", url.host, why));
  };
  if (options.confirm_host != url.host) {
    refuse(fmt::format("--confirm-host {} says that you may measure it", url.host));
  }
  if (url.scheme != "https") refuse("only https goes there, since the key goes along");
  if (options.operations.empty()) refuse("name the operations that it is to perform");
  if (!options.connections.empty() || !options.exchanges.empty()) refuse("sweeps stay here");
  if (options.concurrency > kMostForeignConcurrency) {
    refuse(fmt::format("--concurrency may be {} there", kMostForeignConcurrency));
  }
  if (options.rate.value_or(kMostForeignRate) > kMostForeignRate) {
    refuse(fmt::format("--rate may be {:g} there", kMostForeignRate));
  }
  options.rate = options.rate.value_or(kMostForeignRate);
}

void require_confirmed_url(const std::string& name, const std::string& text, const Target& target) {
  const auto url = Url::parse(text);
  if (url && target.allowed_hosts.allows(*url)) return;
  throw UsageError(fmt::format(
      "{} must be an http URL on loopback, as in http://127.0.0.1:8000/mcp/https, but is \"{}\"",
      name, text));
}

}  // namespace

Target foreign_target(BenchOptions& options) {
  Target target;
  target.key_url = options.target;
  target.key = options.key;
  target.viewer_key = options.viewer_key;
  target.oauth_url = options.oauth_url;
  target.sign_in_page = options.sign_in;
  target.email = options.email;
  target.password = options.password;
  target.allowed_hosts.loopback_authority = options.tls_authority;
  const auto url = Url::parse(options.target);
  if (url && url->is_http() && !url->is_loopback()) {
    hold_back(options, *url);
    if (target.has_oauth()) throw UsageError("OAuth is measured on loopback only");
    target.allowed_hosts.confirmed_origin = url->origin();
    target.budget =
        std::make_shared<RequestBudget>(kMostForeignRequests, kMostForeignRequestsPerSecond);
  }
  if (!options.target.empty()) {
    require_confirmed_url("--target", options.target, target);
    if (target.key.empty()) throw UsageError("--target needs --key, an API key of that server");
  }
  if (target.has_oauth()) require_confirmed_url("--oauth", options.oauth_url, target);
  if (!options.sign_in.empty()) require_confirmed_url("--sign-in", options.sign_in, target);
  return target;
}

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
