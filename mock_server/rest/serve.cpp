#include "mock_server/rest/serve.hpp"

#include <algorithm>
#include <charconv>
#include <expected>
#include <vector>

#include "foundation/http/json_response.hpp"
#include "foundation/http/url.hpp"
#include "mock_server/mcp/authentication.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

constexpr int kDefaultPageSize = 20;
constexpr int kLargestPageSize = 100;

Response not_accepted(Context& context, std::string_view id, int status) {
  const Refusal& refused = refusal(id);
  context.facts["refusal"] = refused.id;
  return json_response(status, {{"error", {{"code", status}, {"message", refused.text}}}});
}

// Who holds this bearer token; none when it is not accepted here.
std::optional<Principal> principal_with(const Context& context, const std::string& bearer) {
  if (const ApiKey* key = context.world.key_with_secret(bearer)) {
    if (key->state != ApiKey::State::kActive) return std::nullopt;
    return principal_of(*key);
  }
  if (const auto grant = context.state.grant_of(bearer)) return principal_of(*grant);
  return std::nullopt;
}

std::expected<Principal, Response> authenticate_rest(Context& context) {
  const std::string bearer = context.request.bearer();
  if (bearer.empty()) return std::unexpected(not_accepted(context, "malformed_credential", 400));
  auto principal = principal_with(context, bearer);
  if (!principal || principal->organization != context.site.name) {
    return std::unexpected(not_accepted(context, "unknown_bearer", 403));
  }
  context.facts["organization"] = principal->organization;
  context.facts["user"] = principal->user;
  const bool by_grant = principal->credential == Principal::Credential::kMcpOAuthToken;
  context.facts[by_grant ? "grant" : "key"] = principal->credential_id;
  if (const std::string_view id = admission_problem(context.world, *principal); !id.empty()) {
    return std::unexpected(not_accepted(context, id, 403));
  }
  return *std::move(principal);
}

Response refused(Context& context, const RestRefusal& why) {
  const int status = refusal(why.id).status;
  context.facts["refusal"] = why.id;
  if (why.id == "bad_cursor") {
    return json_response(status, {{"error", why.text}, {"success", false}});
  }
  return json_response(status, {{"detail", why.text}, {"status", status}});
}

int page_size(const Parameters& query) {
  const std::string* text = query.find("pageSize");
  if (text == nullptr) return kDefaultPageSize;
  int size = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), size);
  if (error != std::errc() || end != text->data() + text->size() || size < 1 ||
      size > kLargestPageSize) {
    throw RestRefusal("bad_parameter", {"pageSize", "must be a number between 1 and 100"});
  }
  return size;
}

}  // namespace

RestRefusal::RestRefusal(std::string_view refusal_id,
                         std::initializer_list<std::string_view> values)
    : id(refusal_id), text(refusal_text(refusal_id, values)) {}

Response serve_rest(Context& context, const std::function<Json(const Principal&)>& body) {
  const auto principal = authenticate_rest(context);
  if (!principal) return principal.error();
  try {
    return json_response(200, body(*principal));
  } catch (const RestRefusal& why) {
    return refused(context, why);
  }
}

bool is_admin(const Principal& principal) {
  return principal.membership.organization_admin ||
         principal.credential == Principal::Credential::kOrganizationKey;
}

Response serve_admin(Context& context, const std::function<Json(const Principal&)>& body) {
  return serve_rest(context, [&](const Principal& principal) {
    if (!is_admin(principal)) throw RestRefusal("rest_needs_admin");
    return body(principal);
  });
}

Json page_of(const Parameters& query, std::vector<Json> records) {
  const auto size = static_cast<std::size_t>(page_size(query));
  std::size_t first = 0;
  if (const std::string* cursor = query.find("cursor")) {
    const auto last = std::ranges::find_if(
        records, [&](const Json& record) { return record.at("id") == *cursor; });
    if (last == records.end()) throw RestRefusal("bad_cursor");
    first = static_cast<std::size_t>(last - records.begin()) + 1;
  }
  const std::size_t end = std::min(first + size, records.size());
  const bool more = end < records.size();
  Json page = Json::array();
  for (std::size_t i = first; i < end; ++i) page.push_back(records[i]);
  return {{"pageInfo",
           {{"hasNextPage", more},
            {"nextCursor", more ? page.back().at("id") : Json()},
            {"pageSize", size},
            {"totalRecords", records.size()}}},
          {"records", std::move(page)}};
}

}  // namespace conform::mock
