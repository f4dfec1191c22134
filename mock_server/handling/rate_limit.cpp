#include "mock_server/handling/rate_limit.hpp"

#include "mock_server/omni/refusal.hpp"

namespace conform::mock {

std::optional<Response> rate_limited(Context& context, Endpoint endpoint) {
  const std::optional<int>& limit = context.world.mcp.requests_per_minute;
  const std::string* authorization = context.request.headers.find("Authorization");
  const bool limited = endpoint == Endpoint::kRest || endpoint == Endpoint::kMcp;
  if (!limit || !limited || authorization == nullptr) return std::nullopt;
  const auto wait = context.state.limiter().wait_for(*authorization, *limit);
  if (!wait) return std::nullopt;
  const Refusal& refused = refusal("rate_limited");
  context.facts["refusal"] = refused.id;
  Response response = detail_response(refused);
  response.headers.add("Retry-After", std::to_string(wait->count()));
  response.headers.add("X-Omni-Waf-Action", "block");
  return response;
}

}  // namespace conform::mock
