// The world, its clock, its faults, and the cases that put it into a state.
#include <fmt/format.h>

#include <algorithm>

#include "foundation/http/json_response.hpp"
#include "mock_server/control/routes.hpp"
#include "mock_server/state/live_world.hpp"
#include "mock_server/world/world_json.hpp"
#include "mock_server/world/world_patch.hpp"

namespace conform::mock {
namespace {

constexpr std::int64_t kLongestJump = 10LL * 365 * 24 * 60 * 60;
constexpr std::size_t kLongestShown = 200;

std::string shown(const Json& patch) {
  const std::string text = patch.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() > kLongestShown ? text.substr(0, kLongestShown) + "…" : text;
}

Json all_faults(const MockOmni& mock) {
  Json list = Json::array();
  const auto world = mock.world();
  for (const Fault& fault : world->faults) list.push_back(fault.source);
  return {{"faults", std::move(list)}};
}

ControlError no_fault(const std::string& id) { return {404, "There is no fault \"" + id + '"'}; }

const Case& case_of(const std::vector<Case>& cases, const std::string& id) {
  const auto found = std::ranges::find(cases, id, &Case::id);
  if (found == cases.end()) {
    throw ControlError(404, "There is no case \"" + id + "\"; GET /_mock/api/cases lists them");
  }
  return *found;
}

}  // namespace

Response get_overview(ControlCall& call) {
  const auto world = call.mock.world();
  Json organizations = Json::array();
  for (const Organization& organization : world->organizations) {
    organizations.push_back({{"id", organization.id},
                             {"name", organization.name},
                             {"origin", call.mock.origin(organization.id)},
                             {"origin_by_name", call.mock.origin(organization.id, true)},
                             {"key_url", call.mock.key_url(organization.id)}});
  }
  const std::string current = call.control.current_case();
  return json_response(200, {{"version", call.control.options().version},
                             {"world", world->name},
                             {"oauth_url", call.mock.oauth_url()},
                             {"organizations", std::move(organizations)},
                             {"case", current.empty() ? Json() : Json(current)},
                             {"judged", static_cast<bool>(call.control.options().judge)},
                             {"entries", call.mock.transcript().size()}});
}

Response get_world(ControlCall& call) { return json_response(200, to_json(*call.mock.world())); }

Response put_world(ControlCall& call) {
  edit_or_refuse(call, "the world is replaced", [&](Json& world) { world = call.body; });
  return get_world(call);
}

Response patch_world(ControlCall& call) {
  const std::string at = call.request.query().get("at");
  edit_or_refuse(
      call,
      fmt::format("the world changes{}{}: {}", at.empty() ? "" : " at ", at, shown(call.body)),
      [&](Json& world) { merge_at(world, at, call.body); });
  return get_world(call);
}

Response post_world_reset(ControlCall& call) {
  from_body(call, [](const JsonReader& json) { json.only({}); });
  call.control.reset_world();
  return get_world(call);
}

Response get_clock(ControlCall& call) {
  return json_response(200, {{"now", to_iso8601(call.mock.clock().now())}});
}

Response post_clock(ControlCall& call) {
  const std::int64_t seconds = from_body(call, [](const JsonReader& json) {
    json.only({"advance_seconds"});
    const std::int64_t by = json.at("advance_seconds").integer();
    if (by < 0 || by > kLongestJump) {
      json.at("advance_seconds").fail(fmt::format("must be between 0 and {}", kLongestJump));
    }
    return by;
  });
  call.mock.live().advance(std::chrono::seconds(seconds));
  return get_clock(call);
}

Response get_faults(ControlCall& call) { return json_response(200, all_faults(call.mock)); }

Response post_fault(ControlCall& call) {
  Json fault = call.body;
  if (fault.is_object() && !fault.contains("id")) fault["id"] = call.control.fault_id();
  const std::string id = fault.is_object() ? fault.value("id", Json()).dump() : "";
  edit_or_refuse(call, fmt::format("the fault {} is added", id),
                 [&](Json& world) { world["faults"].push_back(fault); });
  return json_response(201, fault);
}

Response delete_faults(ControlCall& call) {
  edit_or_refuse(call, "every fault is removed",
                 [](Json& world) { world["faults"] = Json::array(); });
  return json_response(200, all_faults(call.mock));
}

Response get_fault(ControlCall& call) {
  const auto world = call.mock.world();
  const auto found = std::ranges::find(world->faults, call.parameters.at(0), &Fault::id);
  if (found == world->faults.end()) throw no_fault(call.parameters.at(0));
  return json_response(200, found->source);
}

Response delete_fault(ControlCall& call) {
  const std::string& id = call.parameters.at(0);
  edit_or_refuse(call, fmt::format("the fault \"{}\" is removed", id), [&](Json& world) {
    Json& faults = world["faults"];
    const auto found =
        std::ranges::find_if(faults, [&](const Json& fault) { return fault.at("id") == id; });
    if (found == faults.end()) throw no_fault(id);
    faults.erase(found);
  });
  return json_response(200, all_faults(call.mock));
}

Response get_cases(ControlCall& call) {
  Json list = Json::array();
  for (const Case& one : call.control.cases()) list.push_back(one.json);
  return json_response(200, {{"cases", std::move(list)}});
}

Response post_case(ControlCall& call) {
  const std::vector<Case> cases = call.control.cases();
  const Case& one = case_of(cases, call.parameters.at(0));
  const std::size_t step = from_body(call, [&](const JsonReader& json) {
    json.only({"step"});
    const auto given = json.find("step");
    const std::int64_t number = given ? given->integer() : 1;
    if (number < 1 || number > static_cast<std::int64_t>(one.steps.size())) {
      given->fail(fmt::format("must be between 1 and {}", one.steps.size()));
    }
    return static_cast<std::size_t>(number);
  });
  try {
    call.control.put_into(one, step - 1);
  } catch (const std::runtime_error& error) {
    throw ControlError(409, fmt::format("The case does not fit this world: {}", error.what()));
  }
  return json_response(200, {{"case", one.json}, {"step", step}});
}

}  // namespace conform::mock
