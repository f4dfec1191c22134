#include "mock_server/mock_omni.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "foundation/http/answer_head.hpp"
#include "foundation/http/json_response.hpp"
#include "foundation/http/limits.hpp"
#include "foundation/json/foreign_json.hpp"
#include "mock_server/faults/fault_engine.hpp"
#include "mock_server/handling/handler.hpp"
#include "mock_server/handling/rate_limit.hpp"
#include "mock_server/handling/request_gate.hpp"
#include "mock_server/instance/pages.hpp"
#include "mock_server/mcp/tool.hpp"
#include "mock_server/omni/refusal.hpp"
#include "mock_server/query/query_engine.hpp"
#include "mock_server/state/live_world.hpp"
#include "mock_server/state/metrics.hpp"
#include "mock_server/state/state.hpp"

namespace conform::mock {
namespace {

constexpr int kMadeUpPort = 8000;
constexpr std::size_t kKeptOfRefusedBody = 1024;

Response oauth_error_response(const Context& context, const OAuthError& error) {
  Json body{{"error", error.code}, {"error_description", error.description}};
  if (context.has(Defect::kErrorsWithoutCode)) body.erase("error");
  if (context.has(Defect::kSecretsInErrors)) body["request"] = context.request.body;
  Response response = json_response(context.has(Defect::kErrorsAs200) ? 200 : error.status, body);
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Access-Control-Allow-Origin", "*");
  return response;
}

}  // namespace

struct MockOmni::Impl {
  Impl(World first, std::shared_ptr<const Fixtures> shared, std::shared_ptr<Clock> time,
       std::uint64_t seed, Recording kept)
      : fixtures(std::move(shared)),
        clock(std::move(time)),
        ids(seed),
        state(*clock, ids),
        records(kept.on),
        transcript(kept.memory),
        live(std::move(first), state, transcript, *clock) {}

  std::shared_ptr<const Fixtures> fixtures;
  std::shared_ptr<Clock> clock;
  Ids ids;
  State state;
  const bool records;
  Transcript transcript;
  Metrics metrics;
  FaultEngine faults;
  Ports ports;
  std::string scheme = "http";
  Addresses addresses = Addresses::kLoopback;
  std::shared_ptr<const PublicOrigins> public_origins;
  LiveWorld live;
  std::shared_ptr<RequestGate> kept_gate;
  std::atomic<RequestGate*> gate = nullptr;  // the same, for the threads of connections
};

MockOmni::MockOmni(World world, std::shared_ptr<const Fixtures> fixtures,
                   std::shared_ptr<Clock> clock, std::uint64_t seed, Recording recording)
    : impl_(std::make_unique<Impl>(std::move(world), std::move(fixtures), std::move(clock), seed,
                                   recording)) {
  int port = kMadeUpPort;
  impl_->ports[std::string(kCallbacks)] = port++;
  for (const Organization& organization : impl_->live.world()->organizations) {
    impl_->ports[organization.id] = port++;
  }
}

MockOmni::~MockOmni() = default;

namespace {

// Finds the handler and runs it; protocol refusals become responses here and nowhere else.
Response dispatch(Context& context, Endpoint endpoint) {
  if (auto refused = rate_limited(context, endpoint)) return *std::move(refused);
  FoundRoute found =
      find_route(context.world, context.site, context.request.method, context.request.path());
  if (found.handler == nullptr) {
    const std::string& allowed = found.allowed;
    if (allowed.empty()) return json_response(404, {{"detail", "Not found"}, {"status", 404}});
    if (context.request.method == "OPTIONS") {
      Response response;
      response.status = 204;
      response.headers.add("Allow", allowed);
      response.headers.add("Access-Control-Allow-Origin", "*");
      response.headers.add("Access-Control-Allow-Methods", allowed);
      response.headers.add("Access-Control-Allow-Headers", "Content-Type, MCP-Protocol-Version");
      return response;
    }
    Response response = json_response(405, {{"detail", "Invalid method"}, {"status", 405}});
    response.headers.add("Allow", allowed);
    return response;
  }
  context.parameters = std::move(found.parameters);
  try {
    return found.handler(context);
  } catch (const Forbidden& forbidden) {
    const Refusal& refused = refusal(forbidden.id);
    context.facts["refusal"] = refused.id;
    if (is_for_people(endpoint)) return refusal_page(context, refused, forbidden.detail);
    return json_response(refused.status, {{"detail", refused.text}, {"status", refused.status}});
  } catch (const OAuthError& error) {
    context.facts["refusal"] = error.id;
    return oauth_error_response(context, error);
  }
}

// What the handler says, or what the world's faults make of it.
Response answer(Context& context, const Exchange& exchange, FaultEngine& engine) {
  const std::vector<const Fault*> faults = engine.strike(context, exchange);
  if (faults.empty()) return dispatch(context, exchange.endpoint);
  std::string& struck = context.facts["fault"];
  for (const Fault* fault : faults) struck += (struck.empty() ? "" : ", ") + fault->id;
  auto instead = answer_instead(context, faults, exchange.endpoint);
  return distorted(context, instead ? *std::move(instead) : dispatch(context, exchange.endpoint),
                   faults, exchange);
}

}  // namespace

namespace {

// What somebody sent must never end one of our fields: whoever let it through failed.
void require_whole_fields(const Response& response) {
  if (const Header* broken = broken_field(response.headers)) {
    throw std::runtime_error(fmt::format("its field {} holds a line break", broken->name));
  }
}

}  // namespace

Response MockOmni::handle(Request request) {
  const auto began = std::chrono::steady_clock::now();
  Exchange exchange;
  exchange.at = impl_->clock->now();
  const std::optional<Site> site = site_of(request);
  const std::string_view exceeded = limit_exceeded(request);
  Response response;
  if (!exceeded.empty()) {
    const Refusal& refused = refusal(exceeded);
    exchange.facts["refusal"] = refused.id;
    response =
        json_response(refused.status, {{"detail", refused.text}, {"status", refused.status}});
    request.body.resize(std::min(request.body.size(), kKeptOfRefusedBody));
  } else if (!site) {
    const Refusal& refused = refusal("unknown_host");
    exchange.facts["refusal"] = refused.id;
    response = text_response(refused.status,
                             fmt::format("{}: \"{}\". Callbacks are at {}.\n", refused.text,
                                         request.headers.get("Host"), origin(kCallbacks)));
  } else {
    exchange.site = site->name;
    exchange.endpoint = endpoint_of(request.method, request.path(), site->is_callbacks());
    exchange.origin = origin_of(impl_->ports, site->name, *site);
    std::optional<Json> message;
    if (exchange.endpoint == Endpoint::kMcp && request.method == "POST") {
      message = parse_foreign(request.body);
      exchange.rpc = summary_of(*message);
    }
    if (RequestGate* const gate = impl_->gate) {
      if (auto instead = gate->admit(exchange, request)) return *std::move(instead);
      exchange.at = impl_->clock->now();
    }
    const std::shared_ptr<const World> now = world();
    Context context{impl_->live,
                    *now,
                    impl_->state,
                    impl_->ids,
                    *impl_->clock,
                    *impl_->fixtures,
                    impl_->ports,
                    request,
                    *site,
                    exchange.facts,
                    message ? &*message : nullptr};
    try {
      response = answer(context, exchange, impl_->faults);
      require_whole_fields(response);
    } catch (const std::exception& error) {
      exchange.facts["refusal"] = "mock_fault";
      response = text_response(500, fmt::format("omni-conform itself failed: {}\n", error.what()));
    }
  }
  impl_->metrics.answered(exchange.endpoint, response.status,
                          std::chrono::steady_clock::now() - began);
  if (!impl_->records) return response;
  exchange.request = std::move(request);
  exchange.response = std::move(response);
  exchange.number = impl_->transcript.append(exchange);
  if (RequestGate* const gate = impl_->gate) gate->answered(exchange);
  return std::move(exchange.response);
}

void MockOmni::guard_with(std::shared_ptr<RequestGate> gate) {
  impl_->kept_gate = std::move(gate);
  impl_->gate = impl_->kept_gate.get();
}

void MockOmni::reached_at(Ports ports, std::string scheme, Addresses addresses) {
  impl_->ports = std::move(ports);
  impl_->scheme = std::move(scheme);
  impl_->addresses = addresses;
}

void MockOmni::be_public_at(PublicOrigins origins) {
  impl_->public_origins = std::make_shared<const PublicOrigins>(std::move(origins));
}

std::optional<Site> MockOmni::site_of(const Request& request) const {
  const std::string host = request.headers.get("Host");
  if (auto site = find_public_site(impl_->public_origins, host)) return site;
  return find_site(impl_->ports, host, request.scheme, impl_->addresses);
}

const std::map<std::string, std::string>& MockOmni::public_origins() const {
  static const std::map<std::string, std::string> kNone;
  return impl_->public_origins ? impl_->public_origins->of_site : kNone;
}

bool MockOmni::is_public(std::string_view origin) const {
  return std::ranges::any_of(public_origins(),
                             [&](const auto& one) { return one.second == origin; });
}

const Ports& MockOmni::ports() const { return impl_->ports; }

std::string MockOmni::oauth_url() const { return origin(kCallbacks) + "/callback/mcp"; }

std::string MockOmni::key_url(std::string_view organization) const {
  return origin(organization) + "/mcp/https";
}

std::string MockOmni::origin(std::string_view site, bool by_name) const {
  Site like;
  like.scheme = impl_->scheme;
  like.way = by_name ? Site::Way::kByName : Site::Way::kByAddress;
  return origin_of(impl_->ports, site, like);
}

std::string MockOmni::real_origin(std::string_view site) const {
  Site like;
  like.scheme = "https";
  like.way = Site::Way::kByRealName;
  return origin_of(impl_->ports, site, like);
}

std::map<std::string, std::string> MockOmni::display_names() const {
  std::map<std::string, std::string> names;
  const int callbacks_port = impl_->ports.at(std::string(kCallbacks));
  for (const auto& [site, port] : impl_->ports) {
    const std::string name = fmt::format("{}.{}", site, kDomain);
    names[fmt::format("127.0.0.1:{}", port)] = name;
    names[fmt::format("localhost:{}", port)] = name;
    names[fmt::format("{}:{}", name, callbacks_port)] = name;
    names[fmt::format("{}.{}:{}", site, kRealDomain, callbacks_port)] =
        fmt::format("{}.{}", site, kRealDomain);
  }
  for (const auto& [site, origin] : public_origins()) {
    names[origin.substr(origin.find("://") + 3)] = fmt::format("{}.{}", site, kDomain);
  }
  return names;
}

std::shared_ptr<const World> MockOmni::world() const { return impl_->live.world(); }
LiveWorld& MockOmni::live() { return impl_->live; }

Transcript& MockOmni::transcript() { return impl_->transcript; }
const Transcript& MockOmni::transcript() const { return impl_->transcript; }
Clock& MockOmni::clock() { return *impl_->clock; }
State& MockOmni::state() { return impl_->state; }
const Fixtures& MockOmni::fixtures() const { return *impl_->fixtures; }
Metrics& MockOmni::metrics() { return impl_->metrics; }

}  // namespace conform::mock
