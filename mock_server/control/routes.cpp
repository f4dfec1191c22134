#include "mock_server/control/routes.hpp"

#include <array>

namespace conform::mock {
namespace {

constexpr std::array kControlRoutes{
    ControlRoute{"GET", "/_mock/api", get_overview},
    ControlRoute{"GET", "/_mock/api/world", get_world},
    ControlRoute{"PUT", "/_mock/api/world", put_world},
    ControlRoute{"PATCH", "/_mock/api/world", patch_world},
    ControlRoute{"POST", "/_mock/api/world/reset", post_world_reset},
    ControlRoute{"GET", "/_mock/api/clock", get_clock},
    ControlRoute{"POST", "/_mock/api/clock", post_clock},
    ControlRoute{"GET", "/_mock/api/faults", get_faults},
    ControlRoute{"POST", "/_mock/api/faults", post_fault},
    ControlRoute{"DELETE", "/_mock/api/faults", delete_faults},
    ControlRoute{"GET", "/_mock/api/faults/{id}", get_fault},
    ControlRoute{"DELETE", "/_mock/api/faults/{id}", delete_fault},
    ControlRoute{"GET", "/_mock/api/users", get_users},
    ControlRoute{"PATCH", "/_mock/api/users/{user}/memberships/{organization}", patch_membership},
    ControlRoute{"GET", "/_mock/api/keys", get_keys},
    ControlRoute{"POST", "/_mock/api/keys", post_key},
    ControlRoute{"PATCH", "/_mock/api/keys/{id}", patch_key},
    ControlRoute{"GET", "/_mock/api/sessions", get_sessions},
    ControlRoute{"DELETE", "/_mock/api/sessions", delete_sessions},
    ControlRoute{"DELETE", "/_mock/api/sessions/{id}", delete_session},
    ControlRoute{"GET", "/_mock/api/grants", get_grants},
    ControlRoute{"DELETE", "/_mock/api/grants/{id}", delete_grant},
    ControlRoute{"POST", "/_mock/api/grants/expire", post_grants_expire},
    ControlRoute{"GET", "/_mock/api/transcript", get_transcript},
    ControlRoute{"GET", "/_mock/api/transcript.har", get_transcript_har},
    ControlRoute{"GET", "/_mock/api/transcript/stream", get_transcript_stream},
    ControlRoute{"GET", "/_mock/api/transcript/{number}", get_transcript_entry},
    ControlRoute{"GET", "/_mock/api/cases", get_cases},
    ControlRoute{"POST", "/_mock/api/cases/{id}", post_case},
    ControlRoute{"GET", "/_mock/api/verdicts", get_verdicts},
    ControlRoute{"GET", "/_mock/metrics", get_metrics},
    ControlRoute{"GET", "/_mock/openapi.json", get_openapi},
    ControlRoute{"GET", "/_mock/world.schema.json", get_world_schema},
    ControlRoute{"GET", "/_mock", get_console, true},
    ControlRoute{"GET", "/_mock/", get_console, true},
    ControlRoute{"GET", "/_mock/console/{file}", get_console_file, true},
};

}  // namespace

std::span<const ControlRoute> control_routes() { return kControlRoutes; }

RouteMatch<ControlRoute> find_control_route(std::string_view method, std::string_view path) {
  return match_route(kControlRoutes, method, path, [](const ControlRoute&) { return true; });
}

void edit_or_refuse(ControlCall& call, std::string_view text,
                    const std::function<void(Json&)>& edit) {
  try {
    call.control.edit_world(text, edit);
  } catch (const ControlError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw ControlError(400, error.what());
  }
}

}  // namespace conform::mock
