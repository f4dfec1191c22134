#include "mock_server/mock_omni.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <shared_mutex>

#include "mock_server/control/control.hpp"
#include "mock_server/faults/fault_engine.hpp"
#include "mock_server/foreign_json.hpp"
#include "mock_server/handler.hpp"
#include "mock_server/http/answer_head.hpp"
#include "mock_server/http/json_response.hpp"
#include "mock_server/http/limits.hpp"
#include "mock_server/instance/pages.hpp"
#include "mock_server/mcp/tool.hpp"
#include "mock_server/metrics.hpp"
#include "mock_server/query/query_engine.hpp"
#include "mock_server/rate_limit.hpp"
#include "mock_server/refusal.hpp"
#include "mock_server/request_gate.hpp"
#include "mock_server/state/state.hpp"

namespace conform {
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

// The engine is about half of it, so it is read beside the rest: a mock should start at once.
Fixtures::Fixtures(const std::filesystem::path& fixtures_folder) : folder(fixtures_folder) {
  auto reading = std::async(
      std::launch::async, [this] { return std::make_unique<const QueryEngine>(folder / "data"); });
  toolbox = std::make_unique<const Toolbox>(folder / "tools");
  help_texts = std::make_unique<const HelpTexts>(folder / "docs");
  dashboards = std::make_unique<const Dashboards>(folder / "data/dashboards.json");
  engine = reading.get();
}

Fixtures::~Fixtures() = default;

struct MockOmni::Impl {
  Impl(World first, std::shared_ptr<const Fixtures> shared, std::shared_ptr<Clock> time,
       std::uint64_t seed, Recording kept)
      : fixtures(std::move(shared)),
        clock(std::move(time)),
        ids(seed),
        state(*clock, ids),
        records(kept.on),
        transcript(kept.memory),
        world(std::make_shared<const World>(std::move(first))) {}

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
  mutable std::mutex world_mutex;
  mutable std::condition_variable_any world_changed;
  std::shared_ptr<const World> world;  // replaced as a whole, so that readers hold still
  std::unique_ptr<Control> control;
  std::shared_ptr<RequestGate> kept_gate;
  std::atomic<RequestGate*> gate = nullptr;  // the same, for the threads of connections
};

MockOmni::MockOmni(World world, std::shared_ptr<const Fixtures> fixtures,
                   std::shared_ptr<Clock> clock, std::uint64_t seed, ControlOptions control,
                   Recording recording)
    : impl_(std::make_unique<Impl>(std::move(world), std::move(fixtures), std::move(clock), seed,
                                   recording)) {
  int port = kMadeUpPort;
  impl_->ports[std::string(kCallbacks)] = port++;
  for (const Organization& organization : impl_->world->organizations) {
    impl_->ports[organization.id] = port++;
  }
  impl_->control = std::make_unique<Control>(*this, std::move(control));
}

MockOmni::~MockOmni() = default;

namespace {

// Where revision 2025-03-26 has the endpoints of a server without metadata.
std::string_view usual_path(const Context& context, std::string_view path) {
  if (!context.world.authorization.default_endpoints || !context.site.is_callbacks()) return path;
  if (path == "/authorize") return "/callback/mcp/oauth/authorize";
  if (path == "/token") return "/callback/mcp/oauth/token";
  if (path == "/register") return "/oauth/register";
  return path;
}

// Finds the handler and runs it; protocol refusals become responses here and nowhere else.
Response dispatch(Context& context, Endpoint endpoint) {
  if (auto refused = rate_limited(context, endpoint)) return *std::move(refused);
  std::string allowed;
  const std::string path = context.request.path();
  const Handler handler =
      find_route(context.site, context.request.method, usual_path(context, path), allowed);
  if (handler == nullptr) {
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
  try {
    return handler(context);
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
  const std::string host = request.headers.get("Host");
  const auto site = find_site(impl_->ports, host, request.scheme);
  const std::string_view exceeded = limit_exceeded(request);
  Response response;
  if (site && exceeded.empty() && impl_->control->is_on() && Control::is_control(request.path())) {
    return impl_->control->answer(request, site->scheme + "://" + host);
  }
  if (!exceeded.empty()) {
    const Refusal& refused = refusal(exceeded);
    exchange.facts["refusal"] = refused.id;
    response =
        json_response(refused.status, {{"detail", refused.text}, {"status", refused.status}});
    request.body.resize(std::min(request.body.size(), kKeptOfRefusedBody));
  } else if (!site) {
    const Refusal& refused = refusal("unknown_host");
    exchange.facts["refusal"] = refused.id;
    response = text_response(refused.status, fmt::format("{}: \"{}\". Callbacks are at {}.\n",
                                                         refused.text, host, origin(kCallbacks)));
  } else {
    exchange.site = site->name;
    exchange.endpoint = classify(request.method, request.path(), site->is_callbacks());
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
    Context context{*this,          *now,
                    impl_->state,   impl_->ids,
                    *impl_->clock,  *impl_->fixtures,
                    request,        *site,
                    exchange.facts, message ? &*message : nullptr};
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

void MockOmni::reached_at(Ports ports, std::string scheme) {
  impl_->ports = std::move(ports);
  impl_->scheme = std::move(scheme);
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
  return names;
}

std::shared_ptr<const World> MockOmni::world() const {
  const std::lock_guard lock(impl_->world_mutex);
  return impl_->world;
}

std::shared_ptr<const World> MockOmni::wait_for_change(const std::shared_ptr<const World>& seen,
                                                       const std::stop_token& stop,
                                                       std::chrono::milliseconds at_most) const {
  std::unique_lock lock(impl_->world_mutex);
  impl_->world_changed.wait_for(lock, stop, at_most, [&] { return impl_->world != seen; });
  return impl_->world;
}

void MockOmni::change(const Change& change) {
  {
    const std::lock_guard lock(impl_->world_mutex);
    auto next = std::make_shared<World>(*impl_->world);
    change.apply(*next);
    impl_->world = std::move(next);
  }
  impl_->world_changed.notify_all();
  impl_->transcript.note(Note::Kind::kAdmin, change.text, impl_->clock->now());
}

void MockOmni::revoke_grants(std::string_view user) {
  impl_->state.revoke_grants(user);
  impl_->transcript.note(Note::Kind::kAdmin, fmt::format("revokes the MCP OAuth PATs of {}", user),
                         impl_->clock->now());
}

bool MockOmni::revoke_grant(std::string_view by, std::string_view id) {
  const auto revoked = impl_->state.revoke_grant(id);
  if (!revoked) return false;
  impl_->transcript.note(
      Note::Kind::kAdmin,
      fmt::format("{} revokes the MCP OAuth PAT of {} for {}", by, revoked->user,
                  revoked->client_name.empty() ? "a client without a name" : revoked->client_name),
      impl_->clock->now());
  return true;
}

void MockOmni::expire_access_tokens() {
  impl_->state.expire_access_tokens();
  impl_->transcript.note(Note::Kind::kAdmin, "every access token expires", impl_->clock->now());
}

void MockOmni::end_sessions() {
  impl_->state.end_sessions();
  impl_->transcript.note(Note::Kind::kAdmin, "the server forgets its MCP sessions",
                         impl_->clock->now());
}

void MockOmni::advance(Duration by) {
  impl_->clock->advance(by);
  impl_->transcript.note(
      Note::Kind::kAdmin,
      fmt::format("{} seconds pass", std::chrono::floor<std::chrono::seconds>(by).count()),
      impl_->clock->now());
}

Transcript& MockOmni::transcript() { return impl_->transcript; }
const Transcript& MockOmni::transcript() const { return impl_->transcript; }
Clock& MockOmni::clock() { return *impl_->clock; }
State& MockOmni::state() { return impl_->state; }
const Fixtures& MockOmni::fixtures() const { return *impl_->fixtures; }
Metrics& MockOmni::metrics() { return impl_->metrics; }
Control& MockOmni::control() { return *impl_->control; }

}  // namespace conform
