#include "mock_server/mock_omni.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

  // A request on its way to its handler.
  struct Passage {
    const MockOmni& mock;
    Request request;
    std::chrono::steady_clock::time_point began;
    Exchange exchange{};
    std::string_view exceeded{};    // the refusal that names the limit, or empty
    std::optional<Site> site{};     // of a request within the limits
    std::optional<Json> message{};  // the body of a POST at the MCP endpoint
    Context* context = nullptr;     // for what comes after in_a_world()
    std::size_t passed = 0;         // so many interceptors
  };
  // Each lets the rest of the way answer by go_on(), or answers itself.
  using Interceptor = Response (Impl::*)(Passage&);
  static const std::array<Interceptor, 9> kWay;
  Response go_on(Passage& passage) {
    if (passage.passed == kWay.size()) return handled(*passage.context);
    return (this->*kWay.at(passage.passed++))(passage);
  }
  void look_at(Passage& passage) const;

  Response gated(Passage& passage);
  Response recorded(Passage& passage);
  Response measured(Passage& passage);
  Response limited(Passage& passage);
  Response at_our_site(Passage& passage);
  Response in_a_world(Passage& passage);
  Response struck(Passage& passage);
  Response not_too_often(Passage& passage);
  Response refusing(Passage& passage);
  static Response handled(Context& context);
};

// What every request passes, from the outside to the inside.
constexpr std::array<MockOmni::Impl::Interceptor, 9> MockOmni::Impl::kWay{
    &Impl::gated,          // who drives a client may hold it back, or answer without a trace
    &Impl::recorded,       // with its answer
    &Impl::measured,       // for /_mock/metrics
    &Impl::limited,        // too large for the mock to read
    &Impl::at_our_site,    // for a host that is ours
    &Impl::in_a_world,     // a snapshot; what goes wrong in us from here on is a 500
    &Impl::struck,         // by the world's faults, which may answer instead or bend the answer
    &Impl::not_too_often,  // for its credential
    &Impl::refusing,       // what is thrown becomes a page or JSON here and nowhere else
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

// What the request is for, as far as that shows before anybody looks at a world.
void MockOmni::Impl::look_at(Passage& passage) const {
  Exchange& exchange = passage.exchange;
  exchange.at = clock->now();
  passage.exceeded = limit_exceeded(passage.request);
  if (passage.exceeded.empty()) passage.site = passage.mock.site_of(passage.request);
  if (!passage.site) return;
  const Request& request = passage.request;
  exchange.site = passage.site->name;
  exchange.endpoint = endpoint_of(request.method, request.path(), passage.site->is_callbacks());
  exchange.origin = origin_of(ports, passage.site->name, *passage.site);
  if (exchange.endpoint == Endpoint::kMcp && request.method == "POST") {
    passage.message = parse_foreign(request.body);
    exchange.rpc = summary_of(*passage.message);
  }
}

Response MockOmni::Impl::gated(Passage& passage) {
  if (RequestGate* const keeper = gate; keeper != nullptr && passage.site) {
    if (auto instead = keeper->admit(passage.exchange, passage.request)) return *std::move(instead);
    passage.exchange.at = clock->now();
  }
  return go_on(passage);
}

Response MockOmni::Impl::recorded(Passage& passage) {
  Response response = go_on(passage);
  if (!records) return response;
  Exchange& exchange = passage.exchange;
  exchange.request = std::move(passage.request);
  exchange.response = std::move(response);
  exchange.number = transcript.append(exchange);
  if (RequestGate* const keeper = gate) keeper->answered(exchange);
  return std::move(exchange.response);
}

Response MockOmni::Impl::measured(Passage& passage) {
  Response response = go_on(passage);
  metrics.answered(passage.exchange.endpoint, response.status,
                   std::chrono::steady_clock::now() - passage.began);
  return response;
}

Response MockOmni::Impl::limited(Passage& passage) {
  if (passage.exceeded.empty()) return go_on(passage);
  const Refusal& refused = refusal(passage.exceeded);
  passage.exchange.facts["refusal"] = refused.id;
  std::string& body = passage.request.body;
  body.resize(std::min(body.size(), kKeptOfRefusedBody));
  return detail_response(refused);
}

Response MockOmni::Impl::at_our_site(Passage& passage) {
  if (passage.site) return go_on(passage);
  const Refusal& refused = refusal("unknown_host");
  passage.exchange.facts["refusal"] = refused.id;
  return text_response(
      refused.status,
      fmt::format("{}: \"{}\". Callbacks are at {}.\n", refused.text,
                  passage.request.headers.get("Host"), passage.mock.origin(kCallbacks)));
}

Response MockOmni::Impl::in_a_world(Passage& passage) {
  const std::shared_ptr<const World> now = live.world();
  Context context{live,
                  *now,
                  state,
                  ids,
                  *clock,
                  *fixtures,
                  ports,
                  passage.request,
                  *passage.site,
                  passage.exchange.facts,
                  passage.message ? &*passage.message : nullptr};
  passage.context = &context;
  try {
    Response response = go_on(passage);
    // What somebody sent must never end one of our fields: whoever let it through failed.
    if (const Header* broken = broken_field(response.headers)) {
      throw std::runtime_error(fmt::format("its field {} holds a line break", broken->name));
    }
    return response;
  } catch (const std::exception& error) {
    passage.exchange.facts["refusal"] = "mock_fault";
    return text_response(500, fmt::format("omni-conform itself failed: {}\n", error.what()));
  }
}

Response MockOmni::Impl::struck(Passage& passage) {
  Context& context = *passage.context;
  const std::vector<const Fault*> all = faults.strike(context, passage.exchange);
  if (all.empty()) return go_on(passage);
  std::string& names = context.facts["fault"];
  for (const Fault* fault : all) names += (names.empty() ? "" : ", ") + fault->id;
  auto instead = answer_instead(context, all, passage.exchange.endpoint);
  return distorted(context, instead ? *std::move(instead) : go_on(passage), all, passage.exchange);
}

Response MockOmni::Impl::not_too_often(Passage& passage) {
  auto refused = rate_limited(*passage.context, passage.exchange.endpoint);
  return refused ? *std::move(refused) : go_on(passage);
}

Response MockOmni::Impl::refusing(Passage& passage) {
  Context& context = *passage.context;
  try {
    return go_on(passage);
  } catch (const Forbidden& forbidden) {
    const Refusal& refused = refusal(forbidden.id);
    context.facts["refusal"] = refused.id;
    return is_for_people(passage.exchange.endpoint)
               ? refusal_page(context, refused, forbidden.detail)
               : detail_response(refused);
  } catch (const OAuthError& error) {
    context.facts["refusal"] = error.id;
    return oauth_error_response(context, error);
  }
}

Response MockOmni::Impl::handled(Context& context) {
  FoundRoute found =
      find_route(context.world, context.site, context.request.method, context.request.path());
  if (found.handler != nullptr) {
    context.parameters = std::move(found.parameters);
    return found.handler(context);
  }
  if (found.allowed.empty()) return json_response(404, {{"detail", "Not found"}, {"status", 404}});
  Response response;
  if (context.request.method == "OPTIONS") {
    response.status = 204;
    response.headers.add("Allow", found.allowed);
    response.headers.add("Access-Control-Allow-Origin", "*");
    response.headers.add("Access-Control-Allow-Methods", found.allowed);
    response.headers.add("Access-Control-Allow-Headers", "Content-Type, MCP-Protocol-Version");
  } else {
    response = json_response(405, {{"detail", "Invalid method"}, {"status", 405}});
    response.headers.add("Allow", found.allowed);
  }
  return response;
}

Response MockOmni::handle(Request request) {
  Impl::Passage passage{*this, std::move(request), std::chrono::steady_clock::now()};
  impl_->look_at(passage);
  return impl_->go_on(passage);
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
