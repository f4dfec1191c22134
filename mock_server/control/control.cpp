#include "mock_server/control/control.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include "foundation/http/json_response.hpp"
#include "foundation/http/limits.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/text/digest.hpp"
#include "mock_server/control/routes.hpp"
#include "mock_server/omni/site.hpp"
#include "mock_server/state/live_world.hpp"
#include "mock_server/world/world_check.hpp"
#include "mock_server/world/world_json.hpp"
#include "mock_server/world/world_patch.hpp"

namespace conform::mock {
namespace {

Response problem(const ControlError& error) {
  return json_response(error.status, {{"detail", error.what()}, {"status", error.status}});
}

bool is_change(const Request& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

bool is_json(const Request& request) {
  const std::string type = request.headers.get("Content-Type");
  const std::string_view name = trimmed(std::string_view(type).substr(0, type.find(';')));
  return equals_ignoring_case(name, "application/json") ||
         equals_ignoring_case(name, "application/merge-patch+json");
}

// Pages of other sites run in the same browser and can reach loopback. They may neither read (the
// answers carry no CORS header) nor change anything: browsers tell their origin, and a page cannot
// send JSON to another origin without asking first, which nobody answers.
void require_own_page(const Request& request, const std::string& own_origin) {
  for (const std::string& origin : request.headers.all("Origin")) {
    if (equals_ignoring_case(origin, own_origin)) continue;
    throw ControlError(403,
                       fmt::format("The Origin {} is not this mock's own, {}", origin, own_origin));
  }
  for (const std::string& from : request.headers.all("Sec-Fetch-Site")) {
    if (from == "same-origin" || from == "none") continue;
    throw ControlError(403, "The request comes from a page of another site");
  }
  if (is_change(request) && request.method != "DELETE" && !is_json(request)) {
    throw ControlError(415, "Content-Type must be application/json");
  }
}

void require_secret(const Request& request, const std::string& secret) {
  if (secret.empty() || equal_in_constant_time(request.bearer(), secret)) return;
  throw ControlError(401, "This mock's control asks for its secret: Authorization: Bearer SECRET");
}

Json body_of(const Request& request) {
  if (request.body.empty()) return Json::object();
  Json body = parse_foreign(request.body);
  if (body.is_discarded()) throw ControlError(400, "The body is not JSON");
  return body;
}

void protect(Response& response) {
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.set("X-Frame-Options", "DENY");
  response.headers.set("Referrer-Policy", "no-referrer");
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
  if (!response.headers.has("Content-Security-Policy")) {
    response.headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}

Response dispatch(Control& control, const Request& request, const std::string& own_origin) {
  const std::string path = request.path();
  RouteMatch<ControlRoute> match = find_control_route(request.method, path);
  if (match.row == nullptr && match.allowed.empty()) {
    throw ControlError(404, "There is nothing at " + path + "; see /_mock/openapi.json");
  }
  // The console's own files hold nothing secret, and a browser must be able to load them.
  if (match.row == nullptr || !match.row->is_page) {
    require_own_page(request, own_origin);
    require_secret(request, control.options().secret);
  }
  if (match.row == nullptr) {
    Response response = problem(ControlError(405, "Invalid method; allowed: " + match.allowed));
    response.headers.add("Allow", match.allowed);
    return response;
  }
  ControlCall call{control, control.mock(), request, std::move(match.parameters),
                   is_change(request) ? body_of(request) : Json()};
  return match.row->handler(call);
}

// The hosts and ports were made at the start.
void require_same_organizations(const World& next, const World& now) {
  std::set<std::string> before;
  for (const Organization& organization : now.organizations) before.insert(organization.id);
  std::set<std::string> after;
  for (const Organization& organization : next.organizations) after.insert(organization.id);
  if (before != after) {
    throw std::runtime_error(fmt::format(
        "/organizations must hold the organizations that have ports here, and no other: {}",
        fmt::join(before, ", ")));
  }
}

void keep_what_files_do_not_say(World& now, World& next, TimePoint at) {
  for (ApiKey& key : next.keys) {
    const ApiKey* before = now.key(key.id);
    key.created = before == nullptr ? at : before->created;
  }
  next.client_documents = std::move(now.client_documents);
}

// What tunnels and proxies add (RFC 7239, RFC 9110 section 7.6.3, and what they used before).
bool is_passed_on(const Request& request) {
  constexpr std::array<std::string_view, 6> kAdded = {
      "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"};
  return std::ranges::any_of(
      kAdded, [&](std::string_view name) { return !request.headers.get(name).empty(); });
}

}  // namespace

Control::Control(MockOmni& mock, ControlOptions options)
    : mock_(mock), options_(std::move(options)), start_(mock.world()) {}

std::optional<Response> Control::answer_if_asked(const Request& request) {
  if (!is_on() || !is_control(request.path()) || !limit_exceeded(request).empty()) {
    return std::nullopt;
  }
  const std::optional<Site> site = mock_.site_of(request);
  if (!site) return std::nullopt;
  const std::string origin = site->scheme + "://" + request.headers.get("Host");
  // Who needs no secret must sit at this machine.
  const bool is_from_afar =
      mock_.is_public(origin) || (!mock_.public_origins().empty() && is_passed_on(request));
  if (options_.secret.empty() && is_from_afar) return std::nullopt;
  return answer(request, origin);
}

Response Control::answer(const Request& request, const std::string& own_origin) {
  Response response;
  try {
    response = dispatch(*this, request, own_origin);
  } catch (const ControlError& error) {
    response = problem(error);
    if (error.status == 401) response.headers.add("WWW-Authenticate", "Bearer realm=\"control\"");
  } catch (const std::exception& error) {
    response =
        problem(ControlError(500, fmt::format("omni-conform itself failed: {}", error.what())));
  }
  protect(response);
  return response;
}

const JsonSchema& Control::schema() {
  const std::lock_guard lock(mutex_);
  if (!schema_) schema_ = load_world_schema(mock_.fixtures().folder);
  return *schema_;
}

void Control::edit_world(std::string_view text, const std::function<void(Json&)>& edit) {
  const JsonSchema& checked_by = schema();
  mock_.live().change({std::string(text), [&](World& world) {
                         Json json = to_json(world);
                         edit(json);
                         World next = check_world(json, "", checked_by);
                         require_same_organizations(next, world);
                         keep_what_files_do_not_say(world, next, mock_.clock().now());
                         world = std::move(next);
                       }});
}

void Control::reset_world() {
  mock_.live().change(
      {"the world is as it was at the start", [this](World& world) { world = *start_; }});
  mock_.live().restore_clock();
  const std::lock_guard lock(mutex_);
  current_case_.clear();
}

std::vector<Case> Control::cases() const { return load_cases(mock_.fixtures().folder / "cases"); }

void Control::put_into(const Case& one, std::size_t step_number) {
  const CaseStep& step = one.steps.at(step_number);
  edit_world(fmt::format("case {}: {}", one.id, step.title), [&](Json& json) {
    if (step_number == 0) json = to_json(*start_);
    for (const CaseChange& change : step.changes) merge_at(json, change.at, change.merge);
  });
  if (!step.revoke_grants_of.empty()) mock_.live().revoke_grants(step.revoke_grants_of);
  if (step.expire_access_tokens) mock_.live().expire_access_tokens();
  if (step.end_sessions) mock_.live().end_sessions();
  const std::lock_guard lock(mutex_);
  current_case_ = one.id;
}

std::string Control::current_case() const {
  const std::lock_guard lock(mutex_);
  return current_case_;
}

std::string Control::fault_id() {
  const auto world = mock_.world();
  const auto is_taken = [&world](const std::string& id) {
    for (const Fault& fault : world->faults) {
      if (fault.id == id) return true;
    }
    return false;
  };
  const std::lock_guard lock(mutex_);
  std::string id;
  do {
    id = fmt::format("fault_{}", ++last_fault_);
  } while (is_taken(id));
  return id;
}

Redact Control::redact(const std::stop_token& stop) {
  return redaction_.up_to_date(mock_.transcript(), mock_.world(), stop);
}

Control::Verdicts Control::verdicts() {
  if (!options_.judge) return {};
  const std::lock_guard lock(judge_mutex_);
  if (!judge_) judge_ = options_.judge();
  if (verdicts_.judged == mock_.transcript().size()) return verdicts_;
  judge_->go_on(mock_.transcript(), kJudgedAtOnce);
  verdicts_ = {judge_->verdicts(), judge_->judged(), judge_->left_out()};
  return verdicts_;
}

}  // namespace conform::mock
