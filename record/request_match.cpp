#include "record/request_match.hpp"

namespace conform {
namespace {

Endpoint read_endpoint(const JsonReader& json) {
  const auto endpoint = endpoint_from(json.text());
  if (!endpoint) json.fail("is none of the endpoints: " + all_endpoint_names());
  return *endpoint;
}

}  // namespace

bool RequestMatch::fits(const Request& request, Endpoint its_endpoint,
                        const std::optional<RpcSummary>& its_rpc) const {
  if (endpoint && *endpoint != its_endpoint) return false;
  if (!method.empty() && method != request.method) return false;
  if (!path.empty() && path != request.path()) return false;
  if (!rpc.empty() && (!its_rpc || its_rpc->method != rpc)) return false;
  if (!tool.empty() && (!its_rpc || its_rpc->tool != tool)) return false;
  return grant_type.empty() || request.form().get("grant_type") == grant_type;
}

void read_request_match(const JsonReader& json, RequestMatch& into) {
  constexpr std::int64_t kMost = 1'000'000'000;
  if (const auto value = json.find("endpoint")) into.endpoint = read_endpoint(*value);
  if (const auto value = json.find("method")) into.method = value->text();
  if (const auto value = json.find("path")) into.path = value->text();
  if (const auto value = json.find("rpc")) into.rpc = value->text();
  if (const auto value = json.find("tool")) into.tool = value->text();
  if (const auto value = json.find("grant_type")) into.grant_type = value->text();
  if (const auto value = json.find("from")) into.from = value->number(1, kMost);
  if (const auto value = json.find("times")) into.times = value->number(0, kMost);
}

}  // namespace conform
