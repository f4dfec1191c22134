#include "mock_server/serving/omni_server.hpp"

#include <string>
#include <utility>
#include <vector>

#include "mock_server/control/control.hpp"
#include "mock_server/omni/site.hpp"
#include "mock_server/state/metrics.hpp"

namespace conform::mock {
namespace {

std::vector<std::string> sites_of(const World& world) {
  std::vector<std::string> sites = {std::string(kCallbacks)};
  for (const Organization& organization : world.organizations) sites.push_back(organization.id);
  return sites;
}

}  // namespace

OmniServer::OmniServer(World world, std::shared_ptr<const Fixtures> fixtures,
                       std::shared_ptr<Clock> clock, std::uint64_t seed, Recording recording,
                       ControlOptions control)
    : mock_(std::move(world), std::move(fixtures), std::move(clock), seed, recording),
      control_(std::make_unique<Control>(mock_, std::move(control))) {}

OmniServer::~OmniServer() = default;

Response OmniServer::answer(Request request) {
  if (auto answered = control_->answer_if_asked(request)) return *std::move(answered);
  return mock_.handle(std::move(request));
}

void OmniServer::listen(const ListenOptions& options) {
  http_.reset();
  auto http = std::make_unique<HttpServer>(sites_of(*mock_.world()), options);
  mock_.reached_at(http->ports(), options.tls == nullptr ? "http" : "https",
                   options.address == kLoopbackAddress ? Addresses::kLoopback : Addresses::kAny);
  http->serve({.answer = [this](Request request) { return answer(std::move(request)); },
               .opened = [this] { mock_.metrics().connection_opened(); },
               .closed = [this] { mock_.metrics().connection_closed(); },
               .refused =
                   [this](std::string why) {
                     mock_.transcript().note(Note::Kind::kHarness, std::move(why),
                                             mock_.clock().now());
                   }});
  http_ = std::move(http);
}

void OmniServer::stop() {
  if (http_) http_->stop();
}

}  // namespace conform::mock
