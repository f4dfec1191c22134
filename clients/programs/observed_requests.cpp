#include "clients/programs/observed_requests.hpp"

#include <fmt/format.h>

#include "clients/protocol/tool_result.hpp"
#include "foundation/json/json_member.hpp"
#include "record/rpc_answer.hpp"

namespace conform::clients {
namespace {

bool succeeded(const Exchange& exchange) {
  return exchange.response.status >= 200 && exchange.response.status < 300;
}

}  // namespace

ObservedRequests look_for(const std::vector<Entry>& entries, std::string_view method,
                          std::string_view tool, std::size_t after) {
  ObservedRequests observed;
  for (const Entry& entry : entries) {
    const Exchange* const exchange = std::get_if<Exchange>(&entry);
    if (exchange == nullptr || exchange->number <= after || exchange->endpoint != Endpoint::kMcp)
      continue;
    if (!exchange->rpc || exchange->rpc->method != method) continue;
    if (!tool.empty() && exchange->rpc->tool != tool) continue;
    observed.last = exchange;
    if (succeeded(*exchange)) ++observed.answered;
  }
  return observed;
}

std::string last_refusal(const std::vector<Entry>& entries, std::size_t after) {
  const Exchange* last = nullptr;
  for (const Entry& entry : entries) {
    const Exchange* const exchange = std::get_if<Exchange>(&entry);
    if (exchange == nullptr || exchange->number <= after) continue;
    if (exchange->endpoint != Endpoint::kControl) last = exchange;
  }
  if (last == nullptr || last->response.status < 400) return "";
  return fmt::format("{} {} was answered with {}", last->request.method, to_string(last->endpoint),
                     last->response.status);
}

bool was_served_in_full(const Exchange& exchange) {
  if (!succeeded(exchange) || !exchange.fact("refusal").empty()) return false;
  if (exchange.response.delivery.reset != Delivery::Reset::kNone) return false;
  if (exchange.response.stream) return true;  // nobody can read it yet
  const Json message = record::rpc_body(exchange);
  if (exchange.rpc && member(message, "id").dump() != exchange.rpc->id) return false;
  const Json result = member(message, "result");
  const Json type = member(result, "resultType");  // of 2026-07-28
  return result.is_object() && !is_failed_tool_result(result) &&
         (type.is_null() || type == "complete");
}

std::string how_answered(const Exchange& exchange) {
  const std::string method = exchange.rpc ? exchange.rpc->method : exchange.request.method;
  if (const std::string refusal = exchange.fact("refusal"); !refusal.empty()) {
    return fmt::format("{} was refused ({}, HTTP {})", method, refusal, exchange.response.status);
  }
  if (!succeeded(exchange)) {
    return fmt::format("{} was answered with {}", method, exchange.response.status);
  }
  if (exchange.response.delivery.reset != Delivery::Reset::kNone) {
    return fmt::format("the connection was lost before {} was answered", method);
  }
  const Json result = result_of(exchange);
  return fmt::format("{} was answered with {}", method,
                     result.is_object() ? "an error" : "what is no result");
}

Json result_of(const Exchange& exchange) { return member(record::rpc_body(exchange), "result"); }

}  // namespace conform::clients
