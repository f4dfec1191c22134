// The one table of control endpoints, and what their handlers get.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json_reader.hpp"
#include "mock_server/control/control.hpp"
#include "mock_server/handling/route_match.hpp"

namespace conform::mock {

// A control request that cannot be obeyed; what() says why and what would be right.
struct ControlError : std::runtime_error {
  ControlError(int http_status, const std::string& text)
      : std::runtime_error(text), status(http_status) {}
  int status;
};

struct ControlCall {
  Control& control;
  MockOmni& mock;
  const Request& request;
  std::vector<std::string> parameters;  // the {…} of the path, decoded, in order
  Json body;                            // of a change; an object when there was none
};

using ControlHandler = Response (*)(ControlCall&);

struct ControlRoute {
  std::string_view method;
  PathPattern path;  // "/_mock/api/faults/{id}"
  ControlHandler handler;
  bool is_page = false;  // a file of the console, not the API
};

std::span<const ControlRoute> control_routes();

RouteMatch<ControlRoute> find_control_route(std::string_view method, std::string_view path);

// Runs `read` on the request's body; what it finds wrong is a 400.
template <typename Read>
auto from_body(const ControlCall& call, const Read& read) {
  try {
    return read(JsonReader(call.body, ""));
  } catch (const ControlError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw ControlError(400, error.what());
  }
}

// Edits the world; a result that is no world is a 400.
void edit_or_refuse(ControlCall& call, std::string_view text,
                    const std::function<void(Json&)>& edit);

// ---- The handlers, by file ----
// world_api.cpp
Response get_overview(ControlCall& call);
Response get_world(ControlCall& call);
Response put_world(ControlCall& call);
Response patch_world(ControlCall& call);
Response post_world_reset(ControlCall& call);
Response get_clock(ControlCall& call);
Response post_clock(ControlCall& call);
Response get_faults(ControlCall& call);
Response post_fault(ControlCall& call);
Response delete_faults(ControlCall& call);
Response get_fault(ControlCall& call);
Response delete_fault(ControlCall& call);
Response get_cases(ControlCall& call);
Response post_case(ControlCall& call);
// people_api.cpp
Response get_users(ControlCall& call);
Response patch_membership(ControlCall& call);
Response get_keys(ControlCall& call);
Response post_key(ControlCall& call);
Response patch_key(ControlCall& call);
Response get_sessions(ControlCall& call);
Response delete_sessions(ControlCall& call);
Response delete_session(ControlCall& call);
Response get_grants(ControlCall& call);
Response delete_grant(ControlCall& call);
Response post_grants_expire(ControlCall& call);
// transcript_api.cpp
Response get_transcript(ControlCall& call);
Response get_transcript_entry(ControlCall& call);
Response get_transcript_har(ControlCall& call);
Response get_transcript_stream(ControlCall& call);
Response get_verdicts(ControlCall& call);
// metrics_api.cpp
Response get_metrics(ControlCall& call);
// files_api.cpp
Response get_openapi(ControlCall& call);
Response get_world_schema(ControlCall& call);
Response get_console(ControlCall& call);
Response get_console_file(ControlCall& call);

}  // namespace conform::mock
