// What every REST endpoint does first and last: who asks, and a refusal in the right envelope.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "foundation/json/json.hpp"
#include "mock_server/handling/handler.hpp"
#include "mock_server/state/principal.hpp"

namespace conform::mock {

// Thrown by an endpoint; `values` fill in the refusal's text. Sent as {"detail", "status"}, but
// "bad_cursor" as {"error", "success"} (docs/omni.md, "REST endpoints").
struct RestRefusal {
  explicit RestRefusal(std::string_view refusal_id,
                       std::initializer_list<std::string_view> values = {});
  std::string_view id;
  std::string text;
};

// Runs `body` for a key, a token or an MCP OAuth PAT of this organization. Refuses others in the
// envelope of Omni's authentication, {"error": {"code", "message"}}: 400 for a malformed header
// field, 403 for a credential that is not accepted, never 401 (docs/omni.md, "REST endpoints").
Response serve_rest(Context& context, const std::function<Json(const Principal&)>& body);
// The same for Organization Admins. An organization key is one (docs/omni.md, "Keys and tokens").
Response serve_admin(Context& context, const std::function<Json(const Principal&)>& body);
bool is_admin(const Principal& principal);

// The part of a sorted list that "pageSize" and "cursor" ask for, as {pageInfo, records}. A
// record's cursor is its id.
Json page_of(const Parameters& query, std::vector<Json> records);

}  // namespace conform::mock
