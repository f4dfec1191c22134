#include "verify/check.hpp"

#include <fmt/format.h>

#include <utility>

#include "foundation/json/json_member.hpp"

namespace conform::verify::checking {

std::unexpected<Shortcoming> wrong(std::string seen) {
  return std::unexpected(Shortcoming{Shortcoming::Kind::kWrong, std::move(seen)});
}

std::unexpected<Shortcoming> cannot(std::string_view why) {
  return std::unexpected(
      Shortcoming{Shortcoming::Kind::kCannotTell, fmt::format("cannot tell: {}", why)});
}

std::unexpected<Shortcoming> answered(const Response& response) {
  return wrong(fmt::format("answered {}: {}", response.status, response.body.substr(0, 160)));
}

Judgement unless(bool right, std::string seen) {
  if (right) return {};
  return wrong(std::move(seen));
}

Judgement unless(bool right, const Response& response) {
  if (right) return {};
  return answered(response);
}

Judgement must_be_401(const Response& response) { return unless(response.status == 401, response); }

Judgement must_be_refused_with(std::string_view error, const Response& response) {
  return unless(response.status >= 400 && response.status < 500 &&
                    text_member(json_of(response), "error") == error,
                response);
}

Response list_with(ServerUnderTest& server, const std::string& bearer) {
  return server.post_mcp(kToolsList, {{"Authorization", "Bearer " + bearer}});
}

Parameters changed(const Parameters& from, std::string_view name, const std::string& value) {
  Parameters to;
  for (const auto& [known, old] : from) {
    if (known != name) to.add(known, old);
    if (known == name && !value.empty()) to.add(known, value);
  }
  return to;
}

bool is_served(const RpcExchange& asked) {
  if (!asked.answer.is_object() || !asked.answer.contains("result")) return false;
  const Json& result = asked.answer.at("result");
  return result.is_object() && result.value("isError", Json()) != true;
}

}  // namespace conform::verify::checking
